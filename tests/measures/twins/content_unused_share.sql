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
ends AS (SELECT team, days, used IS NOT NULL AND days < 90 AS ended FROM facts),
twice AS (FROM ends UNION ALL SELECT * REPLACE ('*' AS team) FROM ends),
days AS (
    SELECT team, least(days, 90) AS days, count(*) FILTER (ended) AS ends, count(*) AS leaving
    FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, ends / sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS risk FROM days
),
curves AS (
    SELECT team, product(1 - risk) AS lasting, max(days) AS longest, sum(leaving) AS n
    FROM risks GROUP BY team
)
-- Nothing can be said where nobody was followed to the end and some are left.
SELECT nullif(team, 'none') AS team,
    CASE WHEN longest >= 90 OR lasting = 0 THEN lasting END AS value, n
FROM curves
