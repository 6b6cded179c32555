WITH facts AS (
    SELECT o.id, (
        SELECT count(*) FROM activities a WHERE a.opportunity_id = o.id
            AND a.kind IN ('meeting', 'demo') AND a.occurred_on <= o.close_on
    ) AS met, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, sum(met) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(met) / count(*), count(*) FROM facts
