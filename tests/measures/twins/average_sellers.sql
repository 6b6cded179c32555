-- Day by day since the first hire: people there, over days.
WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(hired_on) FROM people)), least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
facts AS (
    SELECT h.person_id, h.team_id AS team
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
        WHERE h.person_id IN (
            SELECT owner_id FROM opportunities UNION SELECT person_id FROM credits
            UNION SELECT person_id FROM org_history WHERE role = 'rep'
        )
)
SELECT team, count(*) / (SELECT count(*) FROM days) AS value, count(DISTINCT person_id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) / (SELECT count(*) FROM days), count(DISTINCT person_id) FROM facts
