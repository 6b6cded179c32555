-- Of the last day of the period that is known.
WITH facts AS (
    SELECT h.person_id, h.team_id AS team FROM org_history h
    WHERE h.from_on <= least($to - 1, $as_of)
        AND (h.to_on IS NULL OR h.to_on > least($to - 1, $as_of))
        AND h.person_id IN (
            SELECT owner_id FROM opportunities UNION SELECT person_id FROM credits
            UNION SELECT person_id FROM org_history WHERE role = 'rep'
        )
)
SELECT team, count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*), count(*) FROM facts
