WITH facts AS (
    SELECT h.team_id AS team, date_diff('day', p.hired_on, least($to - 1, $as_of)) AS days
    FROM org_history h JOIN people p ON p.id = h.person_id
    WHERE h.from_on <= least($to - 1, $as_of)
        AND (h.to_on IS NULL OR h.to_on > least($to - 1, $as_of))
)
SELECT team, quantile_disc(days, 0.5) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', quantile_disc(days, 0.5), count(*) FROM facts
