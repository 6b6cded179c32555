WITH facts AS (
    SELECT o.created_on, (
        SELECT max(a.occurred_on) FROM activities a
        WHERE a.opportunity_id = o.id AND a.occurred_on <= $as_of
    ) AS last, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= $as_of
            AND (h.to_on IS NULL OR $as_of < h.to_on)
    ) AS team
    FROM opportunities o
    WHERE (o.outcome = 'open' OR o.close_on > $as_of) AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, count(*) FILTER (date_diff('day', created_on, $as_of) > 30
    AND (last IS NULL OR date_diff('day', last, $as_of) > 30)) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (date_diff('day', created_on, $as_of) > 30
    AND (last IS NULL OR date_diff('day', last, $as_of) > 30)) / count(*), count(*) FROM facts
