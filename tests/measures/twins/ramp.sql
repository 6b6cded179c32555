-- The first day on which what somebody booked within one quota came to three quarters of it.
-- Leavers are followed to the end.
WITH asked AS (
    SELECT q.person_id, q.from_on, q.to_on, q.amount_base_minor AS amount
    FROM quotas q
    WHERE q.measure = 'bookings' AND q.from_on <= $as_of AND NOT EXISTS (
        SELECT 1 FROM quotas f
        WHERE f.person_id = q.person_id AND f.measure = 'bookings'
            AND f.from_on >= q.from_on AND f.to_on <= q.to_on
            AND f.to_on - f.from_on < q.to_on - q.from_on
    )
),
credited AS (
    SELECT c.person_id, o.close_on, round(o.amount_base_minor * sum(c.part) OVER running)
        - round(o.amount_base_minor * (sum(c.part) OVER running - c.part)) AS amount
    FROM opportunities o JOIN credits c ON c.opportunity_id = o.id AND c.kind <> 'overlay'
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.created_on <= $as_of
    WINDOW running AS (PARTITION BY o.id ORDER BY c.person_id)
),
hires AS (
    SELECT p.id, p.hired_on, (
        SELECT min(day.close_on)
        FROM asked a JOIN credited day ON day.person_id = a.person_id
            AND day.close_on >= a.from_on AND day.close_on < a.to_on
        WHERE a.person_id = p.id AND 0.75 * a.amount <= (
            SELECT sum(c.amount) FROM credited c
            WHERE c.person_id = p.id AND c.close_on >= a.from_on AND c.close_on <= day.close_on
        )
    ) AS ramped_on
    FROM people p
    WHERE p.id IN (SELECT person_id FROM asked) AND p.hired_on <= $as_of
        AND p.hired_on >= (SELECT min(close_on) FROM opportunities
            WHERE outcome = 'won' AND close_on <= $as_of)
        AND p.hired_on >= $from AND p.hired_on < $to
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, ramped_on IS NOT NULL AS ended,
        date_diff('day', hired_on, coalesce(ramped_on, $as_of)) AS days
    FROM hires LEFT JOIN org_history h ON h.person_id = hires.id AND h.from_on <= hired_on
        AND (h.to_on IS NULL OR hired_on < h.to_on)
),
twice AS (FROM facts UNION ALL SELECT '*', ended, days FROM facts),
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
