WITH facts AS (
    SELECT p.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = p.id AND h.from_on <= p.hired_on AND (h.to_on IS NULL OR p.hired_on < h.to_on)
    ) AS team
    FROM people p
    WHERE p.hired_on >= $from AND p.hired_on < $to AND p.hired_on <= $as_of AND coalesce(left_on >= hired_on, true)
)
SELECT team, count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*), count(*) FROM facts
