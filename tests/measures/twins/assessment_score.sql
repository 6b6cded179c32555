WITH facts AS (
    SELECT a.score / a.out_of AS share, h.team_id AS team
    FROM assessments a LEFT JOIN org_history h
        ON h.person_id = a.person_id AND h.from_on <= a.occurred_on
        AND (h.to_on IS NULL OR a.occurred_on < h.to_on)
    WHERE a.occurred_on <= $as_of AND a.occurred_on >= $from AND a.occurred_on < $to
)
SELECT team, avg(share) AS value, count(share) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', avg(share), count(share) FROM facts
