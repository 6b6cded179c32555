WITH sellers AS (
    SELECT owner_id AS person_id FROM opportunities WHERE owner_id IS NOT NULL
    UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
),
done AS (
    SELECT person_id, course_id, min(occurred_on) AS day FROM learning_events
    WHERE lower(verb) IN ('completed', 'passed') AND occurred_on <= $as_of GROUP BY ALL
),
hires AS (
    SELECT id AS person_id, hired_on, left_on FROM people
    WHERE id IN (FROM sellers) AND hired_on <= $as_of
        AND hired_on >= (SELECT min(occurred_on) FROM learning_events)
),
duties AS (
    SELECT h.*, c.id AS course_id, greatest(h.hired_on, coalesce(c.published_on, h.hired_on)) AS due
    FROM hires h, courses c WHERE c.mandatory
),
timed AS (
    SELECT h.*, (
        SELECT min(day) FROM done WHERE done.person_id = h.person_id AND day >= h.hired_on
            AND course_id NOT IN (SELECT id FROM courses WHERE mandatory)
    ) AS chosen
    FROM hires h WHERE hired_on >= $from AND hired_on < $to
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team,
        date_diff('day', hired_on, coalesce(chosen, $as_of)) AS days,
        chosen IS NOT NULL AND date_diff('day', hired_on, chosen) <= 30 AS ended
    FROM timed LEFT JOIN org_history h ON h.person_id = timed.person_id AND h.from_on <= hired_on
        AND (h.to_on IS NULL OR hired_on < h.to_on)
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
