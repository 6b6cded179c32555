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
    SELECT person_id, hired_on, count(*) AS asked, count(done.day) AS met, max(done.day) AS latest
    FROM duties LEFT JOIN done USING (person_id, course_id)
    WHERE due = hired_on AND (left_on IS NULL OR due < left_on)
        AND hired_on >= $from AND hired_on < $to
    GROUP BY ALL
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, asked = met AS ended,
        CASE WHEN asked = met THEN greatest(date_diff('day', hired_on, latest), 0)
            ELSE date_diff('day', hired_on, $as_of) END AS days
    FROM timed LEFT JOIN org_history h ON h.person_id = timed.person_id AND h.from_on <= hired_on
        AND (h.to_on IS NULL OR hired_on < h.to_on)
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
