WITH gone AS (
    SELECT p.id, p.left_on, h.territory_id, coalesce(h.team_id, 'none') AS team
    FROM people p JOIN org_history h ON h.person_id = p.id AND h.from_on < p.left_on
        AND (h.to_on IS NULL OR h.to_on >= p.left_on) AND h.territory_id IS NOT NULL
    WHERE p.left_on >= p.hired_on AND p.left_on - 1 <= $as_of
        AND p.left_on - 1 >= $from AND p.left_on - 1 < $to
),
vacant AS (
    FROM gone WHERE NOT EXISTS (
        SELECT 1 FROM org_history o WHERE o.territory_id = gone.territory_id AND o.person_id <> gone.id
            AND o.from_on < gone.left_on AND (o.to_on IS NULL OR o.to_on > gone.left_on)
    )
),
filled AS (
    SELECT v.id, min(o.from_on) AS filled FROM vacant v
    JOIN org_history o ON o.territory_id = v.territory_id AND o.person_id <> v.id
        AND o.from_on BETWEEN v.left_on AND $as_of
    GROUP BY v.id
),
facts AS (
    SELECT team, date_diff('day', left_on, coalesce(filled, $as_of)) AS days,
        filled IS NOT NULL AS ended
    FROM vacant LEFT JOIN filled USING (id)
),
twice AS (FROM facts UNION ALL SELECT * REPLACE ('*' AS team) FROM facts),
days AS (
    SELECT team, days, count(*) FILTER (ended) AS ends, count(*) AS leaving FROM twice GROUP BY ALL
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
