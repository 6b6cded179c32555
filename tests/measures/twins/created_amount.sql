-- By team each deal is shared out to those credited with it; amounts go by the rounding of running
-- totals, so that they add up. In all, a deal counts once.
WITH opened AS (
    SELECT id, amount_base_minor AS amount, created_on FROM opportunities
    WHERE created_on <= $as_of AND created_on >= $from AND created_on < $to
),
running AS (
    SELECT opened.*, c.person_id, c.part,
        sum(c.part) OVER (PARTITION BY opened.id ORDER BY c.person_id) AS upto
    FROM opened LEFT JOIN credits c ON c.opportunity_id = opened.id AND c.kind <> 'overlay'
),
credited AS (
    SELECT id, created_on, person_id,
        CASE WHEN person_id IS NULL THEN amount
            ELSE round(amount * upto) - round(amount * (upto - part)) END AS amount
    FROM running
),
teams AS (
    SELECT credited.*, h.team_id AS team
    FROM credited LEFT JOIN org_history h
        ON h.person_id = credited.person_id AND h.from_on <= created_on
        AND created_on < coalesce(h.to_on, DATE '9999-01-01')
)
SELECT team, sum(amount) AS value, count(DISTINCT id) AS n FROM teams GROUP BY team
UNION ALL
SELECT '*', sum(amount), count(*) FROM opened
