-- Day by day: on each day of the window everybody employed counts as one day of presence.
WITH days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(close_on) FROM opportunities
            WHERE outcome = 'won' AND close_on <= $as_of)),
        least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
sellers AS (
    SELECT owner_id AS person_id FROM opportunities WHERE owner_id IS NOT NULL
    UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
),
present AS (
    SELECT h.person_id, h.team_id AS team, day
    FROM days JOIN org_history h ON h.from_on <= day AND (h.to_on IS NULL OR day < h.to_on)
    WHERE h.person_id IN (FROM sellers)
),
credited AS (
    SELECT c.person_id, o.close_on AS day, count(DISTINCT o.id) AS amount
    FROM opportunities o JOIN credits c ON c.opportunity_id = o.id AND c.kind <> 'overlay'
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.created_on <= $as_of
    GROUP BY ALL
),
daily AS (
    SELECT person_id, day, sum(amount) AS amount FROM credited GROUP BY ALL
),
facts AS (
    SELECT present.*, coalesce(amount, 0) AS amount FROM present LEFT JOIN daily USING (person_id, day)
)
SELECT team, sum(amount) / (count(*) / (SELECT count(*) FROM days)) AS value,
    count(DISTINCT person_id) AS n
FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(amount) / (count(*) / (SELECT count(*) FROM days)), count(DISTINCT person_id)
FROM facts
