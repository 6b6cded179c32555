WITH facts AS (
    SELECT t.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = a.owner_id AND h.from_on <= t.opened_on AND (h.to_on IS NULL OR t.opened_on < h.to_on)
    ) AS team
    FROM tickets t LEFT JOIN accounts a ON a.id = t.account_id
    WHERE t.opened_on <= $as_of AND t.opened_on >= $from AND t.opened_on < $to
)
SELECT team AS team, avg(satisfaction) FILTER (satisfaction BETWEEN 0 AND 1) AS value, count(*) FILTER (satisfaction BETWEEN 0 AND 1) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', avg(satisfaction) FILTER (satisfaction BETWEEN 0 AND 1), count(*) FILTER (satisfaction BETWEEN 0 AND 1) FROM facts
