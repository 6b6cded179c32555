WITH facts AS (
    SELECT l.id AS line, o.id, l.quantity, l.amount_base_minor AS amount, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o JOIN opportunity_lines l ON l.opportunity_id = o.id
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND l.quantity > 0 AND l.amount_base_minor IS NOT NULL AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, sum(amount) / sum(quantity) AS value, count(DISTINCT id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(amount) / sum(quantity), count(DISTINCT id) FROM facts
