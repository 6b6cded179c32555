WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(held_on) FROM coaching_sessions)), least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
sellers AS (
    SELECT owner_id AS person_id FROM opportunities WHERE owner_id IS NOT NULL
    UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
),
facts AS (
    SELECT h.person_id, h.team_id AS team, (SELECT coalesce(sum(minutes / 60), 0) FROM coaching_sessions e
        WHERE e.person_id = h.person_id AND e.held_on = day) AS done
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
    WHERE h.person_id IN (FROM sellers)
)
SELECT team, sum(done) / (count(*) / 7) AS value, count(DISTINCT person_id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(done) / (count(*) / 7), count(DISTINCT person_id) FROM facts
