-- Kaplan-Meier on leaving within a year; whoever was there 365 days has stayed.
WITH hired AS (
    SELECT p.hired_on, coalesce(h.team_id, 'none') AS team,
        least(date_diff('day', p.hired_on, least(coalesce(p.left_on, $as_of + 1), $as_of + 1)), 365) AS days,
        coalesce(p.left_on <= $as_of + 1, false) AND p.left_on - p.hired_on < 365 AS leaves
    FROM people p LEFT JOIN org_history h ON h.person_id = p.id AND h.from_on <= p.hired_on
        AND (h.to_on IS NULL OR p.hired_on < h.to_on)
    WHERE p.hired_on >= $from AND p.hired_on < $to AND p.hired_on <= $as_of
        AND p.hired_on >= (SELECT date_trunc('year', min(left_on) - 1) FROM people)
),
facts AS (FROM hired UNION ALL SELECT * REPLACE ('*' AS team) FROM hired),
days AS (
    SELECT team, days, count(*) FILTER (leaves) AS ends, count(*) AS leaving FROM facts GROUP BY ALL
),
risks AS (
    SELECT *, ends / sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS risk FROM days
),
curves AS (
    SELECT team, product(1 - risk) AS stays, max(days) AS longest, sum(leaving) AS n
    FROM risks GROUP BY team
)
SELECT nullif(team, 'none') AS team, CASE WHEN longest >= 365 OR stays = 0 THEN stays END AS value, n
FROM curves
