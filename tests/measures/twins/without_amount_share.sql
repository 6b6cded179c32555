WITH facts AS (
    SELECT o.amount_minor, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= $as_of
            AND (h.to_on IS NULL OR $as_of < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE (o.outcome = 'open' OR o.close_on > $as_of) AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, count(*) FILTER (amount_minor IS NULL) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (amount_minor IS NULL) / count(*), count(*) FROM facts
