WITH facts AS (
    SELECT o.amount_base_minor AS amount, o.cost_base_minor AS cost, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.amount_base_minor > 0 AND o.cost_base_minor IS NOT NULL AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, sum(amount - cost) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(amount - cost) / count(*), count(*) FROM facts
