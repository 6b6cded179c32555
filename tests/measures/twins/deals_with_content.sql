WITH facts AS (
    SELECT EXISTS (
        SELECT 1 FROM content_uses u WHERE u.opportunity_id = o.id AND u.occurred_on <= o.close_on
    ) AS used, h.team_id AS team
    FROM opportunities o LEFT JOIN org_history h ON h.person_id = o.owner_id
        AND h.from_on <= o.close_on AND (h.to_on IS NULL OR o.close_on < h.to_on)
    WHERE o.outcome <> 'open' AND o.close_on <= $as_of AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, count(*) FILTER (used) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (used) / count(*), count(*) FROM facts
