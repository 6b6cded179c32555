WITH facts AS (
    SELECT (SELECT sum(l.quantity) FROM opportunity_lines l WHERE l.opportunity_id = o.id) AS units, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND (SELECT sum(l.quantity) FROM opportunity_lines l WHERE l.opportunity_id = o.id) IS NOT NULL AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, sum(round(units)) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(round(units)), count(*) FROM facts
