WITH facts AS (
    SELECT t.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = a.owner_id AND h.from_on <= t.opened_on AND (h.to_on IS NULL OR t.opened_on < h.to_on)
    ) AS team
    FROM tickets t LEFT JOIN accounts a ON a.id = t.account_id
    WHERE t.opened_on <= $as_of AND t.opened_on >= $from AND t.opened_on < $to
),
ends AS (
    SELECT team, CASE WHEN closed_on <= $as_of THEN 1 ELSE 0 END AS ending,
        date_diff('day', opened_on, CASE WHEN closed_on <= $as_of THEN closed_on ELSE $as_of END)
            AS days
    FROM facts
),
twice AS (
    SELECT coalesce(team, 'none') AS team, ending, days FROM ends
    UNION ALL SELECT '*', ending, days FROM ends
),
days AS (
    SELECT team, days, count(*) FILTER (ending > 0) AS ends, count(*) AS leaving
    FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS at_risk FROM days
),
curve AS (
    SELECT *, product(1 - ends / at_risk) OVER (PARTITION BY team ORDER BY days) AS lasting
    FROM risks
)
SELECT nullif(team, 'none') AS team,
    min(days) FILTER (lasting <= 0.5 + 1e-12) AS value, max(at_risk) AS n
FROM curve GROUP BY curve.team
