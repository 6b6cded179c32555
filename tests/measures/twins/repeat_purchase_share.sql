WITH wins AS (
    SELECT account_id, close_on, amount_base_minor AS amount, product_id, id FROM opportunities
    WHERE outcome = 'won' AND close_on <= $as_of AND created_on <= $as_of
),
since AS (
    SELECT a.*, least(a.customer_since_on, (
        SELECT min(close_on) FROM wins WHERE wins.account_id = a.id
    )) AS since
    FROM accounts a
),
facts AS (
    SELECT since.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= since AND (h.to_on IS NULL OR since < h.to_on)
    ) AS team, (
        SELECT list(close_on ORDER BY close_on) FROM wins WHERE wins.account_id = since.id
    ) AS bought
    FROM since WHERE since <= $as_of AND since >= $from AND since < $to
),
ends AS (
    SELECT team,
        CASE WHEN len(bought) > 1 THEN 1 WHEN lost_on <= $as_of THEN 2 ELSE 0 END AS ending,
        greatest(0, date_diff('day', bought[1], CASE WHEN len(bought) > 1 THEN bought[2]
            WHEN lost_on <= $as_of THEN lost_on ELSE $as_of END)) AS days
    FROM facts WHERE len(bought) > 0
),
twice AS (
    SELECT coalesce(team, 'none') AS team, ending, days FROM ends
    UNION ALL SELECT '*', ending, days FROM ends
),
days AS (
    SELECT team, days, count(*) FILTER (ending = 1) AS up, count(*) FILTER (ending > 0) AS ends,
        count(*) AS leaving
    FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS at_risk FROM days
),
curve AS (
    SELECT *, coalesce(product(1 - ends / at_risk) OVER (
        PARTITION BY team ORDER BY days ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 1) AS before
    FROM risks
)
SELECT nullif(team, 'none') AS team,
    CASE WHEN sum(ends) > 0 THEN sum(before * up / at_risk) END AS value, sum(leaving) AS n
FROM curve GROUP BY curve.team
