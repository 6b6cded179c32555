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
facts AS (
    SELECT since.id, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= since AND (h.to_on IS NULL OR since < h.to_on)
    ) AS team
    FROM since WHERE since <= $as_of AND since >= $from AND since < $to
)
SELECT team AS team, count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', count(*), count(*) FROM facts
