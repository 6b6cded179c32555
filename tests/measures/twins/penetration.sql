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
held AS (
    SELECT since.*, days.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= last AND (h.to_on IS NULL OR last < h.to_on)
    ) AS team
    FROM since, days
    WHERE since <= last AND (lost_on IS NULL OR lost_on > last)
),
bought AS (
    SELECT held.id, coalesce(l.product_id, wins.product_id) AS product_id
    FROM held JOIN wins ON wins.account_id = held.id AND wins.close_on <= last
    LEFT JOIN opportunity_lines l ON l.opportunity_id = wins.id AND l.product_id IS NOT NULL
),
facts AS (
    SELECT held.id, held.team, count(DISTINCT p.family) AS lines
    FROM held JOIN bought USING (id) JOIN products p ON p.id = bought.product_id
    GROUP BY ALL
)
SELECT team AS team, sum(lines) / count(*) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(lines) / count(*), count(*) FROM facts
