-- For Propose alone. One row a deal that ever came into it: when it first did, when it first was in
-- Negotiate or won afterwards, and when it was lost otherwise. Then Aalen and Johansen, day by day.
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
ends AS (
    SELECT coalesce(team, 'none') AS team,
        CASE WHEN reached IS NOT NULL OR outcome = 'won' THEN 1
            WHEN outcome <> 'open' THEN 2 ELSE 0 END AS ending,
        greatest(0, date_diff('day', entered,
            CASE WHEN reached IS NOT NULL THEN reached
                WHEN outcome <> 'open' THEN close_on ELSE $as_of END)) AS days
    FROM facts
),
twice AS (FROM ends UNION ALL SELECT '*', ending, days FROM ends),
days AS (
    SELECT team, days, count(*) FILTER (ending = 1) AS up, count(*) FILTER (ending > 0) AS ends,
        count(*) AS leaving
    FROM twice GROUP BY ALL
),
risks AS (
    SELECT *, sum(leaving) OVER (PARTITION BY team ORDER BY days DESC) AS at_risk FROM days
),
curve AS (
    SELECT *, coalesce(product(1 - ends / at_risk) OVER (
        PARTITION BY team ORDER BY days ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 1) AS before
    FROM risks
)
SELECT nullif(team, 'none') AS team,
    sum(before * up / at_risk) / nullif(sum(before * ends / at_risk), 0) AS value, sum(leaving) AS n
FROM curve GROUP BY curve.team
