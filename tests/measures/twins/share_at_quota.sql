WITH asked AS (
    SELECT q.person_id, q.from_on, q.to_on, q.amount_base_minor AS amount,
        date_diff('day', q.from_on, q.to_on) AS length
    FROM quotas q
    WHERE q.measure = 'bookings' AND NOT EXISTS (
        SELECT 1 FROM quotas f
        WHERE f.person_id = q.person_id AND f.measure = 'bookings'
            AND f.from_on >= q.from_on AND f.to_on <= q.to_on
            AND f.to_on - f.from_on < q.to_on - q.from_on
    )
),
parts AS (
    SELECT person_id, greatest(from_on, $from) AS a, least(to_on, $to) AS b,
        floor(amount * date_diff('day', from_on, least(to_on, $to)) / length)
            - floor(amount * date_diff('day', from_on, greatest(from_on, $from)) / length) AS part
    FROM asked
    WHERE from_on < $to AND to_on > $from AND least(to_on, $to) <= $as_of + 1
),
credited AS (
    SELECT c.person_id, o.close_on, round(o.amount_base_minor * sum(c.part) OVER running)
        - round(o.amount_base_minor * (sum(c.part) OVER running - c.part)) AS amount
    FROM opportunities o JOIN credits c ON c.opportunity_id = o.id AND c.kind <> 'overlay'
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.created_on <= $as_of
    WINDOW running AS (PARTITION BY o.id ORDER BY c.person_id)
),
parts_of_people AS (
    SELECT parts.person_id, part, (
        SELECT coalesce(sum(amount), 0) FROM credited
        WHERE credited.person_id = parts.person_id AND close_on >= a AND close_on < b
    ) AS booked, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = parts.person_id AND h.from_on <= a AND (h.to_on IS NULL OR a < h.to_on)
    ) AS team
    FROM parts
),
twice AS (
    SELECT coalesce(team, 'none') AS team, person_id, part, booked FROM parts_of_people
    UNION ALL SELECT '*', person_id, part, booked FROM parts_of_people
),
people AS (
    SELECT team, person_id, sum(part) AS asked, sum(booked) AS booked
    FROM twice GROUP BY ALL HAVING sum(part) > 0
)
SELECT nullif(team, 'none') AS team, count(*) FILTER (booked >= asked) / count(*) AS value,
    count(*) AS n
FROM people GROUP BY people.team
