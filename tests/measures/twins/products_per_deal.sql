WITH sold AS (
    SELECT o.*, CASE WHEN EXISTS (FROM opportunity_lines l WHERE l.opportunity_id = o.id)
        THEN (SELECT count(DISTINCT l.product_id) FROM opportunity_lines l WHERE l.opportunity_id = o.id)
        WHEN o.product_id IS NOT NULL THEN 1 ELSE 0 END AS products
    FROM opportunities o
),
facts AS (
    SELECT o.products, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM sold o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.products > 0 AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, sum(products) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(products) / count(*), count(*) FROM facts
