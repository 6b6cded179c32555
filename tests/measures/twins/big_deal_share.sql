-- Large is what lies above the amount that four fifths of all won deals do not exceed, to two digits.
WITH won AS (
    SELECT amount_base_minor AS amount, row_number() OVER (ORDER BY amount_base_minor) AS place,
        count(*) OVER () AS n
    FROM opportunities
    WHERE outcome = 'won' AND close_on <= $as_of AND amount_base_minor IS NOT NULL
),
edge AS (
    SELECT amount, pow(10, length(amount::VARCHAR) - 2) AS step FROM won
    WHERE place = floor(n * 0.8)
),
facts AS (
    SELECT o.amount_base_minor AS amount, round(edge.amount / step) * step AS bound, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= o.close_on
            AND (h.to_on IS NULL OR o.close_on < h.to_on)
    ) AS team
    FROM opportunities o, edge
    WHERE o.outcome = 'won' AND o.close_on <= $as_of AND o.amount_base_minor > 0 AND o.created_on <= $as_of
        AND o.close_on >= $from AND o.close_on < $to
)
SELECT team, coalesce(sum(amount) FILTER (amount > bound), 0) / sum(amount) AS value, count(*) AS n FROM facts GROUP BY team
UNION ALL
SELECT '*', coalesce(sum(amount) FILTER (amount > bound), 0) / sum(amount), count(*) FROM facts
