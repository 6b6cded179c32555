WITH credited AS (
    SELECT c.person_id, o.close_on, round(o.amount_base_minor * sum(c.part) OVER running)
        - round(o.amount_base_minor * (sum(c.part) OVER running - c.part)) AS amount
    FROM opportunities o JOIN credits c ON c.opportunity_id = o.id AND c.kind <> 'overlay'
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.created_on <= $as_of
        AND o.amount_base_minor IS NOT NULL
    WINDOW running AS (PARTITION BY o.id ORDER BY c.person_id)
),
first AS (
    SELECT min(close_on) AS day FROM opportunities WHERE outcome = 'won' AND close_on <= $as_of
),
sellers AS (
    SELECT p.*, coalesce(p.left_on, $as_of + 1) AS until FROM people p
    WHERE p.hired_on IS NOT NULL AND p.id IN (
        SELECT owner_id FROM opportunities WHERE owner_id IS NOT NULL
        UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
    )
),
settled AS (
    SELECT id, greatest(hired_on + 365, (SELECT day FROM first)) AS a, least(until, $as_of + 1) AS b
    FROM sellers
    WHERE greatest(hired_on + 365, (SELECT day FROM first)) < least(until, $as_of + 1)
),
steady AS (
    SELECT 91 * (
        SELECT sum(amount) FROM credited JOIN settled ON id = person_id AND close_on >= a AND close_on < b
    ) / (SELECT sum(b - a) FROM settled) AS amount
),
hires AS (
    SELECT s.id, s.hired_on, (
        SELECT min(q) FROM (
            SELECT date_diff('day', s.hired_on, c.close_on) // 91 AS q, sum(c.amount) AS amount
            FROM credited c WHERE c.person_id = s.id AND c.close_on >= s.hired_on GROUP BY q
        )
        WHERE amount >= 0.75 * (SELECT amount FROM steady) AND s.hired_on + 91 * (q + 1)::INTEGER <= $as_of + 1
    ) AS quarter
    FROM sellers s
    WHERE s.hired_on >= (SELECT day FROM first) AND s.hired_on <= $as_of
        AND s.hired_on >= $from AND s.hired_on < $to
),
facts AS (
    SELECT coalesce(h.team_id, 'none') AS team, quarter IS NOT NULL AS ended,
        coalesce(91 * (quarter + 1), date_diff('day', hired_on, $as_of)) AS days
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
