WITH pairs AS (
    SELECT person_id, course_id, min(occurred_on) AS began,
        min(occurred_on) FILTER (lower(verb) IN ('completed', 'passed')) AS finished,
        coalesce(
            max(occurred_on) FILTER (lower(verb) = 'withdrew'),
            CASE WHEN bool_and(lower(verb) IN ('completed', 'passed', 'withdrew', 'failed'))
                THEN max(occurred_on) FILTER (lower(verb) = 'failed') END
        ) AS gave_up
    FROM learning_events WHERE occurred_on <= $as_of GROUP BY ALL
),
facts AS (
    SELECT pairs.*, coalesce(h.team_id, 'none') AS team
    FROM pairs LEFT JOIN org_history h ON h.person_id = pairs.person_id AND h.from_on <= began
        AND (h.to_on IS NULL OR began < h.to_on)
    WHERE began >= $from AND began < $to
),
twice AS (FROM facts UNION ALL SELECT * REPLACE ('*' AS team) FROM facts),
days AS (
    SELECT team, date_diff('day', began, coalesce(finished, gave_up, $as_of)) AS days,
        count(*) FILTER (finished IS NOT NULL) AS up,
        count(*) FILTER (finished IS NOT NULL OR gave_up IS NOT NULL) AS ends, count(*) AS leaving
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
