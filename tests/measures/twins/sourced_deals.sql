WITH facts AS (
    SELECT o.id, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.created_on
            AND (h.to_on IS NULL OR o.created_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.campaign_id IS NOT NULL AND o.created_on <= $as_of
        AND o.created_on >= $from AND o.created_on < $to
)
SELECT team, count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*), count(*) FROM facts
