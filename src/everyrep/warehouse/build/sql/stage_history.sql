-- A deal's stays in stages. Recorded changes come first; deals that have none get stays inferred
-- from periodic snapshots, each marked with how many days the change may be off. A recorded change
-- that leaves the stage as it was (of the amount, say) is no stay: it is kept without a step.
WITH recorded AS (
    SELECT *, false AS inferred, 0 AS uncertain_days FROM winners
),
seen AS (
    SELECT *, lag(stage) OVER by_day AS before, lag(seen_on) OVER by_day AS last_seen_on
    FROM chosen_snapshots
    WHERE stage IS NOT NULL
        AND opportunity_id NOT IN (SELECT opportunity_id FROM recorded WHERE stage IS NOT NULL)
    WINDOW by_day AS (PARTITION BY opportunity_id ORDER BY seen_on)
),
inferred AS (
    SELECT opportunity_id, stage,
        CAST(seen_on AS TIMESTAMP) AS entered_at, seen_on AS entered_on,
        NULL::VARCHAR AS entered_zone,
        amount_minor, currency, close_on, NULL::DOUBLE AS probability,
        NULL::VARCHAR AS changed_by_ref, system, load_id, line,
        true AS inferred, coalesce(date_diff('day', last_seen_on, seen_on), 0) AS uncertain_days
    FROM seen
    WHERE stage IS DISTINCT FROM before
),
changes AS (
    SELECT * FROM recorded
    UNION ALL BY NAME
    SELECT * FROM inferred
),
moves AS (
    SELECT *, stage IS NOT NULL AND stage IS DISTINCT FROM lag(stage IGNORE NULLS) OVER (
        PARTITION BY opportunity_id ORDER BY entered_at, load_id, line
    ) AS moved
    FROM changes
)
SELECT * EXCLUDE (moved),
    lead(entered_at) OVER in_order AS left_at,
    lead(entered_on) OVER in_order AS left_on,
    CAST(row_number() OVER in_order AS INTEGER) AS step,
    lead(stage) OVER in_order AS next_stage,
    date_trunc('month', first_value(entered_on) OVER in_order)::DATE AS cohort_on
FROM moves
WHERE moved
WINDOW in_order AS (PARTITION BY opportunity_id ORDER BY entered_at, load_id, line)
UNION ALL BY NAME
SELECT * EXCLUDE (moved), NULL::INTEGER AS step
FROM moves
WHERE NOT moved
