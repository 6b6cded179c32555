WITH facts AS (
    SELECT h.manager_id AS lead, h.team_id AS team FROM org_history h
    WHERE h.from_on <= least($to - 1, $as_of) AND h.manager_id IS NOT NULL
        AND (h.to_on IS NULL OR h.to_on > least($to - 1, $as_of))
)
SELECT team, count(*) / count(DISTINCT lead) AS value, count(DISTINCT lead) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) / count(DISTINCT lead), count(DISTINCT lead) FROM facts
