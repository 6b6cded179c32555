-- For Propose alone.
WITH first AS (
    SELECT opportunity_id, min(entered_on) AS entered FROM stage_history
    WHERE stage = 'Propose' AND entered_on <= $as_of GROUP BY opportunity_id
),
facts AS (
    SELECT o.id, entered, (
        SELECT min(s.entered_on) FROM stage_history s
        WHERE s.opportunity_id = o.id AND s.stage IN ('Negotiate', 'Won')
            AND s.entered_on >= entered AND s.entered_on <= $as_of
    ) AS reached,
    CASE WHEN o.close_on > $as_of THEN 'open' ELSE o.outcome END AS outcome, o.close_on, (
        SELECT h.team_id FROM org_history h
        WHERE h.person_id = o.owner_id AND h.from_on <= entered
            AND (h.to_on IS NULL OR entered < h.to_on)
    ) AS team
    FROM first JOIN opportunities o ON o.id = first.opportunity_id
    WHERE o.created_on <= $as_of AND entered >= $from AND entered < $to
),
stays AS (
    SELECT coalesce(team, 'none') AS team, reached IS NOT NULL OR outcome <> 'open' AS ended,
        greatest(0, date_diff('day', entered,
            CASE WHEN reached IS NOT NULL THEN reached
                WHEN outcome <> 'open' THEN close_on ELSE $as_of END)) AS days
    FROM facts
),
twice AS (FROM stays UNION ALL SELECT '*', ended, days FROM stays),
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
