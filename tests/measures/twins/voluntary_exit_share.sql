WITH facts AS (
    SELECT p.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = p.id AND h.from_on <= (p.left_on - 1) AND (h.to_on IS NULL OR (p.left_on - 1) < h.to_on)
    ) AS team
    FROM people p
    WHERE (p.left_on - 1) >= $from AND (p.left_on - 1) < $to AND (p.left_on - 1) <= $as_of AND left_on >= hired_on AND leaving_kind IS NOT NULL
)
SELECT team, count(*) FILTER (leaving_kind = 'voluntary') / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (leaving_kind = 'voluntary') / count(*), count(*) FROM facts
