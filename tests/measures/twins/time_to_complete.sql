WITH pairs AS (
    SELECT person_id, course_id, min(occurred_on) AS began,
        min(occurred_on) FILTER (lower(verb) IN ('completed', 'passed')) AS finished
    FROM learning_events WHERE occurred_on <= $as_of GROUP BY ALL
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team,
        date_diff('day', began, coalesce(finished, $as_of)) AS days, finished IS NOT NULL AS ended
    FROM pairs LEFT JOIN org_history h ON h.person_id = pairs.person_id AND h.from_on <= began
        AND (h.to_on IS NULL OR began < h.to_on)
    WHERE began >= $from AND began < $to
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
