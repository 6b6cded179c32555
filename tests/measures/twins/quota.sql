-- A quota day by day: each of its days carries an equal share, rounded on running totals. A year's
-- quota of somebody who has quotas inside that year is left out.
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
cut AS (
    SELECT *, greatest(from_on, $from) AS a, least(to_on, $to) AS b FROM asked
    WHERE from_on < $to AND to_on > $from
),
parts AS (
    SELECT cut.*, h.team_id AS team,
        floor(amount * date_diff('day', cut.from_on, b) / length)
            - floor(amount * date_diff('day', cut.from_on, a) / length) AS part
    FROM cut LEFT JOIN org_history h
        ON h.person_id = cut.person_id AND h.from_on <= a
        AND a < coalesce(h.to_on, DATE '9999-01-01')
)
SELECT team, sum(part) AS value, count(*) AS n FROM parts GROUP BY team
UNION ALL
SELECT '*', sum(part), count(*) FROM parts
