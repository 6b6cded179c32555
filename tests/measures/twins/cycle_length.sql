-- The product of the shares that outlast each day, and the first day by which half are gone.
WITH facts AS (
    SELECT
        CASE WHEN o.outcome <> 'open' AND o.close_on <= $as_of
            THEN date_diff('day', o.created_on, o.close_on)
            ELSE date_diff('day', o.created_on, $as_of) END AS days,
        o.outcome <> 'open' AND o.close_on <= $as_of AS ended,
        (
            SELECT h.team_id FROM org_history h
            WHERE h.person_id = o.owner_id AND h.from_on <= o.created_on
                AND (h.to_on IS NULL OR o.created_on < h.to_on)
        ) AS team
    FROM opportunities o
    WHERE o.created_on <= $as_of AND o.created_on >= $from AND o.created_on < $to
),
twice AS (
    SELECT coalesce(team, 'none') AS team, days, ended FROM facts
    UNION ALL SELECT '*', days, ended FROM facts
),
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
    min(days) FILTER (lasting <= 0.5 + 1e-12) AS value,
    max(at_risk) AS n
FROM curve GROUP BY curve.team
