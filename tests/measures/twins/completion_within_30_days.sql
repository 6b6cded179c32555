WITH pairs AS (
    SELECT person_id, course_id, min(occurred_on) AS began,
        min(occurred_on) FILTER (lower(verb) IN ('completed', 'passed')) AS finished
    FROM learning_events WHERE occurred_on <= $as_of GROUP BY ALL
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team,
        date_diff('day', began, coalesce(finished, $as_of)) AS days,
        finished IS NOT NULL AND date_diff('day', began, finished) <= 30 AS ended
    FROM pairs LEFT JOIN org_history h ON h.person_id = pairs.person_id AND h.from_on <= began
        AND (h.to_on IS NULL OR began < h.to_on)
    WHERE began >= $from AND began < $to
),
twice AS (FROM facts UNION ALL SELECT * REPLACE ('*' AS team) FROM facts),
days AS (
    SELECT team, least(days, 30) AS days, count(*) FILTER (ended) AS ends, count(*) AS leaving
    FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, ends / sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS risk FROM days
),
curves AS (
    SELECT team, product(1 - risk) AS lasting, max(days) AS longest, sum(leaving) AS n
    FROM risks GROUP BY team
)
-- Nothing can be said where nobody was followed to the end and some are left.
SELECT nullif(team, 'none') AS team,
    CASE WHEN longest >= 30 OR lasting = 0 THEN 1 - lasting END AS value, n
FROM curves
