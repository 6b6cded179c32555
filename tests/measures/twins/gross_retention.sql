WITH wins AS (
    SELECT account_id, close_on, amount_base_minor AS amount FROM opportunities
    WHERE outcome = 'won' AND close_on <= $as_of AND created_on <= $as_of
),
days AS (
    SELECT least($to - 1, $as_of) AS last, least($to - 1, $as_of) + 1 AS after,
        (least($to - 1, $as_of) + 1 - INTERVAL 12 MONTH)::DATE AS middle,
        (least($to - 1, $as_of) + 1 - INTERVAL 24 MONTH)::DATE AS before
),
years AS (
    SELECT a.id, a.owner_id, last,
        sum(w.amount) FILTER (w.close_on < middle) AS base,
        coalesce(sum(w.amount) FILTER (w.close_on >= middle), 0) AS now,
        count(*) FILTER (w.close_on < middle) AS base_deals,
        count(*) FILTER (w.close_on >= middle) AS deals
    FROM days, accounts a JOIN wins w ON w.account_id = a.id
    WHERE w.close_on >= before AND w.close_on <= last
    GROUP BY ALL
),
facts AS (
    SELECT years.*, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = owner_id AND h.from_on <= last AND (h.to_on IS NULL OR last < h.to_on)
    ) AS team
    FROM years WHERE base_deals > 0 AND base > 0
)
SELECT team AS team, sum(least(now, base)) / sum(base) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', sum(least(now, base)) / sum(base), count(*) FROM facts
