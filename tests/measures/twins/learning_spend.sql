WITH facts AS (
    SELECT a.*, h.team_id AS team
    FROM (SELECT person_id, spent_on AS day, amount_base_minor FROM training_spend) a
    LEFT JOIN org_history h ON h.person_id = a.person_id AND h.from_on <= a.day
        AND (h.to_on IS NULL OR a.day < h.to_on)
    WHERE a.day >= $from AND a.day < $to AND a.day <= $as_of
)
SELECT team, sum(amount_base_minor) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(amount_base_minor), count(*) FROM facts
