WITH deals AS (
    SELECT o.created_on, CASE WHEN o.outcome <> 'open' AND o.close_on <= $as_of
            THEN o.close_on ELSE $as_of END AS until, (
            SELECT min(a.occurred_on) FROM activities a WHERE a.opportunity_id = o.id
        ) AS first,
        (
            SELECT h.team_id FROM org_history h
            WHERE h.person_id = o.owner_id AND h.from_on <= o.created_on
                AND (h.to_on IS NULL OR o.created_on < h.to_on)
        ) AS team
    FROM opportunities o
    WHERE o.created_on <= $as_of AND o.created_on >= $from AND o.created_on < $to
),
ends AS (
    SELECT team, CASE WHEN first <= until THEN 1 ELSE 0 END AS ending,
        greatest(0, date_diff('day', created_on, least(coalesce(first, until), until))) AS days
    FROM deals
),
twice AS (
    SELECT coalesce(team, 'none') AS team, ending, days FROM ends
    UNION ALL SELECT '*', ending, days FROM ends
),
days AS (
    SELECT team, days, count(*) FILTER (ending > 0) AS ends, count(*) AS leaving
    FROM twice GROUP BY ALL
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
