WITH facts AS (
    SELECT a.*, h.team_id AS team
    FROM (SELECT *, row_number() OVER (PARTITION BY person_id, course_id ORDER BY day) AS place FROM (
            SELECT person_id, course_id, occurred_on AS day, max(coalesce(
                passed::INTEGER, CASE lower(verb) WHEN 'passed' THEN 1 WHEN 'failed' THEN 0 END
            )) AS good
            FROM learning_events WHERE passed IS NOT NULL OR lower(verb) IN ('passed', 'failed')
            GROUP BY ALL
        ) WHERE true QUALIFY place = 1) a
    LEFT JOIN org_history h ON h.person_id = a.person_id AND h.from_on <= a.day
        AND (h.to_on IS NULL OR a.day < h.to_on)
    WHERE a.day >= $from AND a.day < $to AND a.day <= $as_of
)
SELECT team, sum(good) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(good) / count(*), count(*) FROM facts
