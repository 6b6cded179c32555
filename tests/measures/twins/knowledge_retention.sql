WITH daily AS (
    SELECT person_id, course_id, occurred_on AS day, avg(score) AS score
    FROM learning_events WHERE score BETWEEN 0 AND 1 AND occurred_on <= $as_of GROUP BY ALL
),
first AS (
    SELECT person_id, course_id, min(day) AS first_on, arg_min(score, day) AS was
    FROM daily GROUP BY ALL
),
again AS (
    SELECT f.person_id, f.was, min(d.day) AS day, arg_min(d.score, d.day) AS now
    FROM first f JOIN daily d ON d.person_id = f.person_id AND d.course_id = f.course_id
        AND d.day >= f.first_on + 14
    GROUP BY f.person_id, f.course_id, f.was
),
facts AS (
    SELECT again.*, h.team_id AS team FROM again LEFT JOIN org_history h ON h.person_id = again.person_id AND h.from_on <= day
        AND (h.to_on IS NULL OR day < h.to_on)
    WHERE day >= $from AND day < $to
),
people AS (
    SELECT person_id, team, sum(now) AS now, sum(was) AS was FROM facts GROUP BY ALL
),
everybody AS (SELECT person_id, sum(now) AS now, sum(was) AS was FROM facts GROUP BY ALL)
SELECT team, sum(now) / nullif(sum(was), 0) AS value, count(*) FILTER (was > 0) AS n
FROM people GROUP BY team
UNION ALL
SELECT '*', sum(now) / nullif(sum(was), 0), count(*) FILTER (was > 0) FROM everybody
