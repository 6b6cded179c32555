-- For Propose alone: from the first day in it until the deal is won, ends otherwise, or today.
WITH first AS (
    SELECT opportunity_id, min(entered_on) AS entered FROM stage_history
    WHERE stage = 'Propose' AND entered_on <= $as_of GROUP BY opportunity_id
),
deals AS (
    SELECT CASE WHEN o.close_on > $as_of THEN 'open' ELSE o.outcome END AS outcome, entered, o.close_on,
        (
            SELECT h.team_id FROM org_history h
            WHERE h.person_id = o.owner_id AND h.from_on <= entered
                AND (h.to_on IS NULL OR entered < h.to_on)
        ) AS team
    FROM first JOIN opportunities o ON o.id = first.opportunity_id
    WHERE o.created_on <= $as_of AND entered >= $from AND entered < $to
),
ends AS (
    SELECT team, CASE outcome WHEN 'won' THEN 1 WHEN 'open' THEN 0 ELSE 2 END AS ending,
        greatest(0, date_diff('day', entered,
            CASE outcome WHEN 'open' THEN $as_of ELSE close_on END)) AS days
    FROM deals
),
twice AS (
    SELECT coalesce(team, 'none') AS team, ending, days FROM ends
    UNION ALL SELECT '*', ending, days FROM ends
),
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
    CASE WHEN sum(ends) > 0 THEN sum(before * up / at_risk) END AS value, sum(leaving) AS n
FROM curve GROUP BY curve.team
