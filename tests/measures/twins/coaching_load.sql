WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(held_on) FROM coaching_sessions)), least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
leaders AS (
    SELECT manager_id AS person_id FROM org_history WHERE manager_id IS NOT NULL
    UNION SELECT coach_id FROM coaching_sessions
),
facts AS (
    SELECT h.person_id, h.team_id AS team, (SELECT coalesce(sum(minutes / 60), 0) FROM coaching_sessions e
        WHERE e.coach_id = h.person_id AND e.held_on = day) AS done
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
    WHERE h.person_id IN (FROM leaders)
)
SELECT team, sum(done) / (count(*) / 7) AS value, count(DISTINCT person_id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(done) / (count(*) / 7), count(DISTINCT person_id) FROM facts
