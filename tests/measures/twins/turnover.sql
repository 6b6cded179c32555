-- Day by day: each day employed is exposure, the last one of a leaver is an exit.
WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT date_trunc('year', min(left_on) - 1) FROM people WHERE left_on >= hired_on)), least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
facts AS (
    SELECT h.person_id, h.team_id AS team, day, day + 1 = p.left_on AND true AS leaves
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
    JOIN people p ON p.id = h.person_id AND p.hired_on IS NOT NULL
        AND coalesce(p.left_on >= p.hired_on, true)
)
SELECT team, count(*) FILTER (leaves) / (count(*) / 365.25) AS value,
    count(DISTINCT person_id) AS n
FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (leaves) / (count(*) / 365.25), count(DISTINCT person_id) FROM facts
