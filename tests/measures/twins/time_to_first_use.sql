WITH uses AS (
    SELECT content_id AS id, min(occurred_on) AS used FROM content_uses
    WHERE occurred_on <= $as_of GROUP BY ALL
),
facts AS (
    SELECT coalesce(kind, 'none') AS team, used,
        greatest(date_diff('day', published_on, coalesce(used, $as_of)), 0) AS days
    FROM content LEFT JOIN uses USING (id)
    WHERE published_on >= $from AND published_on < $to AND published_on <= $as_of
),
ends AS (SELECT team, days, used IS NOT NULL AS ended FROM facts),
twice AS (FROM ends UNION ALL SELECT * REPLACE ('*' AS team) FROM ends),
days AS (
    SELECT team, days, count(*) FILTER (ended) AS ends, count(*) AS leaving FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS at_risk FROM days
),
curve AS (
    SELECT *, product(1 - ends / at_risk) OVER (PARTITION BY team ORDER BY days) AS lasting
    FROM risks
)
SELECT nullif(team, 'none') AS team,
    min(days) FILTER (lasting <= 0.5 + 1e-12) AS value, max(at_risk) AS n
FROM curve GROUP BY curve.team
