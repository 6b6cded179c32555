-- A deal's stays in stages. Recorded changes come first; deals that have none get stays inferred
-- from periodic snapshots, each marked with how many days the change may be off.
WITH recorded AS (
    SELECT winners.* REPLACE (coalesce(by_id.name, winners.stage) AS stage),
        false AS inferred, 0 AS uncertain_days
    FROM winners
    LEFT JOIN declared_stages AS by_id ON by_id.id = winners.system || ':' || winners.stage
),
seen AS (
    SELECT *, lag(stage) OVER by_day AS before, lag(seen_on) OVER by_day AS last_seen_on
    FROM snapshots
    WHERE stage IS NOT NULL AND opportunity_id NOT IN (SELECT opportunity_id FROM recorded)
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
stays AS (
    SELECT * FROM recorded
    UNION ALL BY NAME
    SELECT * FROM inferred
),
moves AS (
    SELECT *, lag(stage) OVER (PARTITION BY opportunity_id ORDER BY entered_at, line) AS stage_before
    FROM stays
)
SELECT * EXCLUDE (stage_before),
    lead(entered_at) OVER in_order AS left_at,
    lead(entered_on) OVER in_order AS left_on,
    CAST(row_number() OVER in_order AS INTEGER) AS step,
    lead(stage) OVER in_order AS next_stage,
    date_trunc('month', first_value(entered_on) OVER in_order)::DATE AS cohort_on
FROM moves
WHERE stage IS NOT NULL AND stage IS DISTINCT FROM stage_before
WINDOW in_order AS (PARTITION BY opportunity_id ORDER BY entered_at, line)
