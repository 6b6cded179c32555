WITH hires AS (
    SELECT p.id, p.hired_on, (
        SELECT min(o.created_on) FROM opportunities o
        WHERE o.owner_id = p.id AND o.created_on BETWEEN p.hired_on AND $as_of
    ) AS ramped_on
    FROM people p
    WHERE p.hired_on <= $as_of AND p.hired_on >= $from AND p.hired_on < $to
        AND p.hired_on >= (SELECT min(close_on) FROM opportunities
            WHERE outcome = 'won' AND close_on <= $as_of)
        AND p.id IN (
            SELECT owner_id FROM opportunities UNION SELECT person_id FROM credits
            UNION SELECT person_id FROM org_history WHERE role = 'rep'
        )
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, ramped_on IS NOT NULL AS ended,
        date_diff('day', hired_on, coalesce(ramped_on, $as_of)) AS days
    FROM hires LEFT JOIN org_history h ON h.person_id = hires.id AND h.from_on <= hired_on
        AND (h.to_on IS NULL OR hired_on < h.to_on)
),
twice AS (FROM facts UNION ALL SELECT '*', ended, days FROM facts),
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
