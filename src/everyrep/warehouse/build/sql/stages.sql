-- The steps of the sales process: those declared, and those merely met on deals or in histories.
-- Where no file gives an order it is read off the names ("2-Propose") or off how deals move.
WITH met AS (
    SELECT stage, outcome, system, NULL::INTEGER AS step FROM opportunities WHERE stage IS NOT NULL
    UNION ALL
    SELECT stage, NULL, system, step FROM stage_history
),
named AS (
    SELECT stage AS name, mode(system) AS system, avg(step) AS step,
        TRY_CAST(regexp_extract(stage, '^\s*(\d+)', 1) AS BIGINT) AS numbered,
        count(*) FILTER (outcome = 'won') AS won,
        count(*) FILTER (outcome IN ('lost', 'no_decision')) AS lost,
        count(*) FILTER (outcome = 'open') AS open
    FROM met GROUP BY stage
),
inferred AS (
    SELECT named.system || ':' || named.name AS id, named.name, named.numbered,
        coalesce(open = 0 AND won + lost > 0, false) AS closed,
        coalesce(open = 0 AND won > 0 AND lost = 0, false) AS won,
        ordered.place, named.step, named.system
    FROM named LEFT JOIN ordered_stages AS ordered ON ordered.name = named.name
    WHERE named.name NOT IN (SELECT name FROM declared_stages WHERE name IS NOT NULL)
)
SELECT id, name, position, probability, closed, won, pipeline, 'declared' AS origin,
    system, load_id, line
FROM declared_stages
UNION ALL
SELECT id, name,
    row_number() OVER (ORDER BY closed, won DESC, place NULLS LAST, numbered NULLS LAST,
        step NULLS LAST, name) + (SELECT coalesce(max(position), 0) FROM declared_stages),
    NULL, closed, won, NULL, 'inferred', system, NULL, NULL
FROM inferred
