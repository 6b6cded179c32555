WITH deals AS (
    SELECT CASE WHEN o.close_on > $as_of THEN 'open' ELSE o.outcome END AS outcome, o.created_on, o.close_on,
        (
            SELECT h.team_id FROM org_history h
            WHERE h.person_id = o.owner_id AND h.from_on <= o.created_on
                AND (h.to_on IS NULL OR o.created_on < h.to_on)
        ) AS team
    FROM opportunities o
    WHERE o.created_on <= $as_of AND o.created_on >= $from AND o.created_on < $to
),
ends AS (
    SELECT team, CASE outcome WHEN 'won' THEN 1 WHEN 'open' THEN 0 ELSE 2 END AS ending,
        date_diff('day', created_on, CASE outcome WHEN 'open' THEN $as_of ELSE close_on END) AS days
    FROM deals
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
