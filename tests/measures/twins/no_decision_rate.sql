WITH facts AS (
    SELECT o.outcome, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome <> 'open' AND o.close_on <= $as_of AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, count(*) FILTER (outcome = 'no_decision') / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (outcome = 'no_decision') / count(*), count(*) FROM facts
