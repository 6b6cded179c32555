-- The panel as somebody would write it by hand who knows these very files: one row a person and
-- month, with x and m of 40 measures, out of the tables of a build of the warehouse.
--
-- What these files guarantee is used: every deal has one owner, an amount, and a close date not
-- before its creation; every activity has a person and an account; verbs, kinds and results are
-- spelled in one way; nothing was done or learned after the day that counts as today; a deal goes
-- through each stage once, and onwards; a person has had one job. Only closing dates and changes of
-- stage may lie ahead, and have not happened then.
--
-- $BUILD is the folder of the build, $TODAY the day that counts as today.

SET TimeZone = 'UTC';

-- ---------------------------------------------------------------- deals

CREATE TEMP TABLE deals AS
SELECT id, owner_id AS person_id, kind, amount_base_minor AS amount, created_on, close_on,
    CASE WHEN close_on <= DATE '$TODAY' THEN outcome ELSE 'open' END AS outcome
FROM read_parquet('$BUILD/opportunities/*.parquet');

CREATE TEMP TABLE created AS
SELECT person_id, date_trunc('month', created_on)::DATE AS month,
    count(*) AS deals,
    sum(amount) AS amount,
    sum(CASE WHEN outcome = 'open' THEN DATE '$TODAY' ELSE close_on END - created_on) AS days,
    count_if(outcome <> 'open') AS closed,
    count_if(kind = 'new') AS new
FROM deals
GROUP BY ALL;

-- Who sells: account executives, and whoever owns a deal.
CREATE TEMP TABLE sellers AS
SELECT person_id, from_on, coalesce(to_on, DATE '$TODAY' + 1) AS to_on, manager_id
FROM read_parquet('$BUILD/org_history/*.parquet')
WHERE role = 'AE' OR person_id IN (SELECT person_id FROM deals);

CREATE TEMP TABLE closed AS
SELECT person_id, date_trunc('month', close_on)::DATE AS month,
    count(*) AS deals,
    count_if(outcome = 'won') AS won,
    count_if(outcome = 'lost') AS lost,
    count_if(outcome = 'no_decision') AS no_decision,
    sum(amount) FILTER (outcome = 'won') AS won_amount,
    sum(amount) FILTER (outcome = 'lost') AS lost_amount,
    sum(amount) FILTER (outcome = 'won' AND kind = 'new') AS new_amount,
    sum(amount) FILTER (outcome = 'won' AND kind = 'expansion') AS expansion_amount,
    sum(close_on - created_on) FILTER (outcome = 'won') AS won_days,
    -- What was won by people while they were here.
    sum(amount) FILTER (outcome = 'won' AND close_on >= from_on AND close_on < to_on) AS revenue
FROM deals LEFT JOIN sellers USING (person_id)
WHERE outcome <> 'open'
GROUP BY ALL;

-- ---------------------------------------------------------------- stages

CREATE TEMP TABLE stays AS
SELECT person_id, date_trunc('month', entered_on)::DATE AS month,
    count_if(advanced) AS advanced,
    count_if(advanced OR outcome = 'lost') AS ended,
    sum(greatest(
        CASE WHEN moved_on IS NOT NULL THEN moved_on
             WHEN outcome = 'open' THEN DATE '$TODAY'
             ELSE close_on END - entered_on, 0)) AS days
FROM (
    SELECT person_id, outcome, deals.close_on, entered_on,
        CASE WHEN left_on <= DATE '$TODAY' AND next_stage <> 'Closed Lost' THEN left_on END
            AS moved_on,
        moved_on IS NOT NULL OR outcome = 'won' AS advanced
    FROM read_parquet('$BUILD/stage_history/*.parquet') AS history
    JOIN deals ON deals.id = history.opportunity_id
    WHERE entered_on <= DATE '$TODAY' AND stage NOT IN ('Closed Won', 'Closed Lost')
)
GROUP BY ALL;

-- ---------------------------------------------------------------- activities

CREATE TEMP TABLE done AS
SELECT person_id, date_trunc('month', occurred_on)::DATE AS month,
    count(*) AS activities,
    count_if(kind = 'call') AS calls,
    count_if(kind = 'email') AS emails,
    count_if(kind = 'meeting') AS meetings,
    count_if(kind = 'demo') AS demos,
    count_if(kind = 'proposal') AS proposals,
    count_if(kind = 'call' AND result = 'Connected') AS connected,
    count_if(kind = 'call' AND result IN ('Connected', 'No Answer', 'Left Message')) AS dialled,
    count_if(kind IN ('meeting', 'demo') AND result = 'Held') AS held,
    count_if(kind IN ('meeting', 'demo') AND result = 'No Show') AS no_show,
    count(opportunity_id) AS on_deals,
    count_if(direction = 'out') AS outbound,
    count(direction) AS directed,
    count_if(kind = 'call' AND here) AS calls_here,
    count_if(kind = 'meeting' AND here) AS meetings_here,
    sum(minutes) FILTER (kind IN ('call', 'meeting', 'demo') AND here) AS minutes_here
FROM (
    SELECT *, occurred_on >= from_on AND occurred_on < to_on AS here
    FROM read_parquet('$BUILD/activities/*.parquet') LEFT JOIN sellers USING (person_id)
)
GROUP BY ALL;

CREATE TEMP TABLE touched AS
SELECT person_id, date_trunc('month', occurred_on)::DATE AS month,
    count(DISTINCT account_id) AS accounts
FROM read_parquet('$BUILD/activities/*.parquet')
GROUP BY ALL;

-- ---------------------------------------------------------------- learning

CREATE TEMP TABLE learned AS
SELECT person_id, date_trunc('month', occurred_on)::DATE AS month,
    sum(score) AS score,
    count(score) AS scores,
    count_if(occurred_on >= from_on AND occurred_on < to_on) AS events_here,
    sum(minutes) FILTER (occurred_on >= from_on AND occurred_on < to_on) AS minutes_here
FROM read_parquet('$BUILD/learning_events/*.parquet') LEFT JOIN sellers USING (person_id)
GROUP BY ALL;

-- Attempts of one day are one.
CREATE TEMP TABLE attempts AS
SELECT person_id, date_trunc('month', occurred_on)::DATE AS month,
    count(*) AS attempts,
    count_if(well) AS passed
FROM (
    SELECT person_id, course_id, occurred_on, bool_or(passed) AS well
    FROM read_parquet('$BUILD/learning_events/*.parquet')
    WHERE verb IN ('passed', 'failed')
    GROUP BY ALL
)
GROUP BY ALL;

CREATE TEMP TABLE courses AS
SELECT person_id, course_id, min(occurred_on) AS began_on,
    min(occurred_on) FILTER (verb IN ('completed', 'passed')) AS finished_on
FROM read_parquet('$BUILD/learning_events/*.parquet')
GROUP BY ALL;

CREATE TEMP TABLE begun AS
SELECT person_id, date_trunc('month', began_on)::DATE AS month,
    count(*) AS courses, count(finished_on) AS finished
FROM courses
GROUP BY ALL;

CREATE TEMP TABLE finished AS
SELECT person_id, date_trunc('month', finished_on)::DATE AS month, count(*) AS courses
FROM courses
WHERE finished_on IS NOT NULL
GROUP BY ALL;

-- ---------------------------------------------------------------- quotas

-- A quota of a quarter is cut into months by days. That of a manager who sells nothing is the sum
-- of the team's, and not counted again.
CREATE TEMP TABLE quota_months AS
SELECT person_id, month,
    quota * least(month_end - from_on, to_on - from_on) // (to_on - from_on)
        - quota * (month - from_on) // (to_on - from_on) AS quota
FROM (
    SELECT person_id, from_on, to_on, amount_base_minor AS quota,
        unnest(range(from_on, to_on, INTERVAL 1 MONTH))::DATE AS month,
        (month + INTERVAL 1 MONTH)::DATE AS month_end
    FROM read_parquet('$BUILD/quotas/*.parquet') AS quotas
    WHERE person_id IN (SELECT person_id FROM deals) OR NOT EXISTS (
        SELECT 1 FROM read_parquet('$BUILD/org_history/*.parquet') AS team
        WHERE team.manager_id = quotas.person_id AND team.from_on < quotas.to_on
            AND coalesce(team.to_on, DATE '9999-12-31') > quotas.from_on
    )
)
WHERE month <= DATE '$TODAY';

-- ---------------------------------------------------------------- who was here

CREATE TEMP TABLE here AS
SELECT person_id, month,
    least(to_on, month_end) - greatest(from_on, month) AS days,
    -- Days since the first activity, the first event and the first deal won.
    greatest(least(to_on, month_end) - greatest(from_on, month, first_done), 0) AS days_done,
    greatest(least(to_on, month_end) - greatest(from_on, month, first_learned), 0) AS days_learned,
    greatest(least(to_on, month_end) - greatest(from_on, month, first_won), 0)
        / nullif(greatest(month_end - greatest(month, first_won), 0), 0) AS part_won
FROM (
    SELECT person_id, from_on, to_on,
        unnest(range(date_trunc('month', from_on), to_on, INTERVAL 1 MONTH))::DATE AS month,
        least((month + INTERVAL 1 MONTH)::DATE, DATE '$TODAY' + 1) AS month_end
    FROM sellers
), (SELECT min(occurred_on) AS first_done FROM read_parquet('$BUILD/activities/*.parquet')),
   (SELECT min(occurred_on) AS first_learned FROM read_parquet('$BUILD/learning_events/*.parquet')),
   (SELECT min(close_on) AS first_won FROM deals WHERE outcome = 'won');

-- ---------------------------------------------------------------- the panel

SELECT person_id, month, COLUMNS(* EXCLUDE (person_id, month))::DOUBLE
FROM (
    SELECT person_id, month,
        coalesce(here.days, 0) AS present,
        coalesce(created.deals, 0) AS opportunities_created,
        coalesce(created.amount, 0) AS created_amount,
        coalesce(closed.won, 0) AS won_deals,
        coalesce(closed.lost, 0) AS lost_deals,
        coalesce(closed.no_decision, 0) AS no_decision_deals,
        coalesce(closed.won, 0) AS win_rate,
        coalesce(closed.won + closed.lost, 0) AS win_rate_m,
        coalesce(closed.won_amount, 0) AS average_deal_size,
        coalesce(closed.won, 0) AS average_deal_size_m,
        coalesce(closed.lost_amount, 0) AS average_lost_size,
        coalesce(closed.lost, 0) AS average_lost_size_m,
        coalesce(closed.won_amount, 0) AS bookings,
        coalesce(closed.new_amount, 0) AS new_bookings,
        coalesce(closed.expansion_amount, 0) AS expansion_bookings,
        coalesce(closed.won_amount, 0) AS win_rate_by_amount,
        coalesce(closed.won_amount, 0) + coalesce(closed.lost_amount, 0) AS win_rate_by_amount_m,
        coalesce(created.days, 0) AS cycle_length,
        coalesce(created.closed, 0) AS cycle_length_m,
        coalesce(closed.won_days, 0) AS won_cycle,
        coalesce(closed.won, 0) AS won_cycle_m,
        coalesce(created.new, 0) AS new_business_share,
        coalesce(created.deals, 0) AS new_business_share_m,
        coalesce(done.activities, 0) AS activities,
        coalesce(done.calls, 0) AS calls,
        coalesce(done.emails, 0) AS emails,
        coalesce(done.meetings, 0) AS meetings,
        coalesce(done.demos, 0) AS demos,
        coalesce(done.proposals, 0) AS proposals,
        coalesce(done.connected, 0) AS connect_rate,
        coalesce(done.dialled, 0) AS connect_rate_m,
        coalesce(done.held, 0) AS meeting_held_rate,
        coalesce(done.held + done.no_show, 0) AS meeting_held_rate_m,
        coalesce(done.no_show, 0) AS no_show_rate,
        coalesce(done.held + done.no_show, 0) AS no_show_rate_m,
        coalesce(done.on_deals, 0) AS deal_activity_share,
        coalesce(done.activities, 0) AS deal_activity_share_m,
        coalesce(done.outbound, 0) AS outbound_share,
        coalesce(done.directed, 0) AS outbound_share_m,
        coalesce(touched.accounts, 0) AS accounts_touched,
        coalesce(done.calls_here, 0) AS calls_per_rep_week,
        coalesce(here.days_done, 0) / 7 AS calls_per_rep_week_m,
        coalesce(done.meetings_here, 0) AS meetings_per_rep_week,
        coalesce(here.days_done, 0) / 7 AS meetings_per_rep_week_m,
        coalesce(done.minutes_here, 0) AS selling_minutes_per_rep_week,
        coalesce(here.days_done, 0) / 7 AS selling_minutes_per_rep_week_m,
        coalesce(stays.advanced, 0) AS stage_conversion,
        coalesce(stays.ended, 0) AS stage_conversion_m,
        coalesce(stays.days, 0) AS time_in_stage,
        coalesce(stays.ended, 0) AS time_in_stage_m,
        coalesce(begun.finished, 0) AS course_completion,
        coalesce(begun.courses, 0) AS course_completion_m,
        coalesce(finished.courses, 0) AS completions,
        coalesce(attempts.passed, 0) AS pass_rate,
        coalesce(attempts.attempts, 0) AS pass_rate_m,
        coalesce(learned.score, 0) AS quiz_score,
        coalesce(learned.scores, 0) AS quiz_score_m,
        (coalesce(learned.events_here, 0) > 0)::INT AS active_learners,
        (coalesce(here.days_learned, 0) > 0)::INT AS active_learners_m,
        coalesce(learned.minutes_here, 0) AS learning_minutes_per_rep_month,
        coalesce(here.days_learned, 0) / 30.4375 AS learning_minutes_per_rep_month_m,
        CASE WHEN quota_months.quota IS NOT NULL THEN coalesce(closed.won_amount, 0) ELSE 0 END
            AS attainment,
        coalesce(quota_months.quota, 0) AS attainment_m,
        coalesce(closed.revenue, 0) AS revenue_per_rep,
        coalesce(here.part_won, 0) AS revenue_per_rep_m
    FROM here
    FULL JOIN created USING (person_id, month)
    FULL JOIN closed USING (person_id, month)
    FULL JOIN stays USING (person_id, month)
    FULL JOIN done USING (person_id, month)
    FULL JOIN touched USING (person_id, month)
    FULL JOIN learned USING (person_id, month)
    FULL JOIN attempts USING (person_id, month)
    FULL JOIN begun USING (person_id, month)
    FULL JOIN finished USING (person_id, month)
    FULL JOIN quota_months USING (person_id, month)
)
ORDER BY person_id, month;
