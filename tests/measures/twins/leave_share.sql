WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(from_on) FROM leaves)), least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
sellers AS (
    SELECT owner_id AS person_id FROM opportunities WHERE owner_id IS NOT NULL
    UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
),
facts AS (
    SELECT h.person_id, h.team_id AS team, EXISTS (
        SELECT 1 FROM leaves l WHERE l.person_id = h.person_id AND l.from_on <= day
            AND (l.to_on IS NULL OR day < l.to_on)
    ) AS away
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
    WHERE h.person_id IN (FROM sellers)
)
SELECT team, count(*) FILTER (away) / count(*) AS value, count(DISTINCT person_id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (away) / count(*), count(DISTINCT person_id) FROM facts
