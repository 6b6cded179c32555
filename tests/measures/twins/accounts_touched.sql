WITH facts AS (
    SELECT a.*, h.team_id AS team
    FROM (SELECT a.person_id, a.occurred_on AS day, coalesce(a.account_id, o.account_id) AS account FROM activities a LEFT JOIN opportunities o ON o.id = a.opportunity_id WHERE coalesce(a.account_id, o.account_id) IS NOT NULL) a
    LEFT JOIN org_history h ON h.person_id = a.person_id AND h.from_on <= a.day
        AND (h.to_on IS NULL OR a.day < h.to_on)
    WHERE a.day >= $from AND a.day < $to AND a.day <= $as_of
)
SELECT team, count(DISTINCT account) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(DISTINCT account), count(*) FROM facts
