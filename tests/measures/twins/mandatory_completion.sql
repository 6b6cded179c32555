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
    SELECT d.*, done.day AS finished, greatest(date_diff('day', due, coalesce(
        done.day, least(coalesce(left_on, $as_of + 1), $as_of + 1) - 1
    )), 0) AS days
    FROM duties d LEFT JOIN done USING (person_id, course_id)
    WHERE (left_on IS NULL OR due < left_on) AND due <= $as_of
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, days, finished IS NOT NULL AND days <= 90 AS ended
    FROM timed LEFT JOIN org_history h ON h.person_id = timed.person_id AND h.from_on <= due
        AND (h.to_on IS NULL OR due < h.to_on)
    WHERE due >= $from AND due < $to
),
twice AS (FROM facts UNION ALL SELECT * REPLACE ('*' AS team) FROM facts),
days AS (
    SELECT team, least(days, 90) AS days, count(*) FILTER (ended) AS ends, count(*) AS leaving
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
    CASE WHEN longest >= 90 OR lasting = 0 THEN 1 - lasting END AS value, n
FROM curves
