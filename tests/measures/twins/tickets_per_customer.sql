-- Day by day: on each day of the window every customer counts as one day.
WITH wins AS (
    SELECT account_id, close_on, amount_base_minor AS amount, product_id, id FROM opportunities
    WHERE outcome = 'won' AND close_on <= $as_of AND created_on <= $as_of
),
since AS (
    SELECT a.*, least(a.customer_since_on, (
        SELECT min(close_on) FROM wins WHERE wins.account_id = a.id
    )) AS since
    FROM accounts a
),
days AS (
    SELECT unnest(generate_series(
        greatest($from, (SELECT min(opened_on) FROM tickets WHERE opened_on <= $as_of)),
        least($to - 1, $as_of), INTERVAL 1 DAY
    ))::DATE AS day
),
here AS (
    SELECT since.id, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= $as_of AND (h.to_on IS NULL OR $as_of < h.to_on)
    ) AS team, day
    FROM since JOIN days ON since <= day AND (lost_on IS NULL OR day < lost_on)
    WHERE since <= $as_of
),
opened AS (
    SELECT account_id AS id, opened_on AS day, count(*) AS tickets FROM tickets GROUP BY ALL
),
facts AS (FROM here LEFT JOIN opened USING (id, day))
SELECT team AS team, coalesce(sum(tickets), 0) / (count(*) / 365.25) AS value, count(DISTINCT id) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', coalesce(sum(tickets), 0) / (count(*) / 365.25), count(DISTINCT id) FROM facts
