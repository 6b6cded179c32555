WITH facts AS (
    SELECT o.amount_base_minor AS amount, coalesce(o.list_amount_base_minor, CASE WHEN o.discount >= 0 AND o.discount < 1
            THEN round(o.amount_base_minor / (1 - o.discount)) END) AS list, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.amount_base_minor IS NOT NULL AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, count(*) FILTER (amount < list) / nullif(count(list), 0) AS value, count(list) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (amount < list) / nullif(count(list), 0), count(list) FROM facts
