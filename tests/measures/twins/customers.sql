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
    SELECT least($to - 1, $as_of) AS last, least($to - 1, $as_of) + 1 AS after,
        (least($to - 1, $as_of) + 1 - INTERVAL 12 MONTH)::DATE AS middle,
        (least($to - 1, $as_of) + 1 - INTERVAL 24 MONTH)::DATE AS before
),
facts AS (
    SELECT since.*, days.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= last AND (h.to_on IS NULL OR last < h.to_on)
    ) AS team
    FROM since, days
    WHERE since <= last AND (lost_on IS NULL OR lost_on > last)
)
SELECT team AS team, count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*), count(*) FROM facts
