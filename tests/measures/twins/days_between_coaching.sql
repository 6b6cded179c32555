WITH held AS (SELECT DISTINCT person_id, held_on FROM coaching_sessions WHERE held_on <= $as_of),
timed AS (
    SELECT s.*, (
        SELECT min(held_on) FROM held x WHERE x.person_id = s.person_id AND x.held_on > s.held_on
    ) AS next, least(coalesce(p.left_on - 1, $as_of), $as_of) AS last
    FROM held s JOIN people p ON p.id = s.person_id
    WHERE s.held_on >= $from AND s.held_on < $to
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, next IS NOT NULL AS ended,
        greatest(date_diff('day', held_on, coalesce(next, last)), 0) AS days
    FROM timed LEFT JOIN org_history h ON h.person_id = timed.person_id AND h.from_on <= held_on
        AND (h.to_on IS NULL OR held_on < h.to_on)
),
twice AS (FROM facts UNION ALL SELECT * REPLACE ('*' AS team) FROM facts),
days AS (
    SELECT team, days, count(*) FILTER (ended) AS ends, count(*) AS leaving FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS at_risk FROM days
),
curve AS (
    SELECT *, product(1 - ends / at_risk) OVER (PARTITION BY team ORDER BY days) AS lasting
    FROM risks
)
SELECT nullif(team, 'none') AS team,
    min(days) FILTER (lasting <= 0.5 + 1e-12) AS value, max(at_risk) AS n
FROM curve GROUP BY curve.team
