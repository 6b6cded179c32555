WITH facts AS (
    SELECT o.amount_base_minor AS amount, lower(replace(replace(o.kind, ' ', '_'), '-', '_')) AS kind, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.amount_base_minor > 0
        AND lower(replace(replace(o.kind, ' ', '_'), '-', '_')) IN ('new_business', 'expansion', 'cross_sell', 'renewal') AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, coalesce(sum(amount) FILTER (kind IN ('expansion', 'cross_sell')), 0) / sum(amount) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', coalesce(sum(amount) FILTER (kind IN ('expansion', 'cross_sell')), 0) / sum(amount), count(*) FROM facts
