WITH facts AS (
    SELECT date_diff('day', o.created_on, $as_of) AS days, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= $as_of
            AND (h.to_on IS NULL OR $as_of < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE (o.outcome = 'open' OR o.close_on > $as_of) AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, quantile_disc(days, 0.5) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', quantile_disc(days, 0.5), count(*) FROM facts
