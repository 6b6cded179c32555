WITH facts AS (
    SELECT a.*, h.team_id AS team
    FROM (SELECT person_id, skill, date_trunc('quarter', occurred_on) AS quarter, max(occurred_on) AS day,
            avg(share) FILTER (lower(kind) = 'self') - avg(share) FILTER (lower(kind) = 'manager') AS gap
        FROM assessments
        WHERE lower(kind) IN ('self', 'manager') AND share IS NOT NULL AND skill IS NOT NULL
            AND occurred_on <= $as_of
        GROUP BY ALL HAVING gap IS NOT NULL) a
    LEFT JOIN org_history h ON h.person_id = a.person_id AND h.from_on <= a.day
        AND (h.to_on IS NULL OR a.day < h.to_on)
    WHERE a.day >= $from AND a.day < $to AND a.day <= $as_of
)
SELECT team, avg(gap) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', avg(gap), count(*) FROM facts
