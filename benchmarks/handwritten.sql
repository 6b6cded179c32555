-- The same job by hand: what somebody who knows these very files, and DuckDB, would write.
--
-- From the exports of benchmarks/data.py to the tables of the warehouse, with the same columns:
-- ids with their system in front, text trimmed and words for "nothing" emptied, dates that must
-- lie between 1900 and 2200, currencies that must exist, rows without what they need left out, of
-- rows with the same key the last one, people looked up, a deal's stays in order, amounts in
-- minor units and in the reporting currency, months as parts.
--
-- $RAW and $OUT are folders. It knows the types, currencies and words of these files, that a
-- table comes in one file, and that mail addresses say who is who. It keeps no rejects and counts
-- none, and can only ever build everything.

SET TimeZone = 'UTC';
SET preserve_insertion_order = false;

CREATE MACRO told(x) AS
    CASE WHEN trim(x) NOT IN ('', 'NULL', 'null', '?') THEN trim(x) END;
CREATE MACRO given(x) AS nullif(trim(x), '');
CREATE MACRO sensible(x) AS CASE WHEN x BETWEEN DATE '1900-01-01' AND DATE '2200-01-01' THEN x END;
CREATE MACRO word(x) AS replace(lower(told(x)), ' ', '_');
CREATE MACRO code(x) AS CASE WHEN upper(told(x)) IN ('USD', 'EUR', 'GBP') THEN upper(told(x)) END;
CREATE MACRO minor(x) AS CAST(round_even(CAST(x AS DECIMAL(30, 8)) * 100, 0) AS BIGINT);
CREATE MACRO local(x) AS timezone('Europe/Berlin', x);
CREATE MACRO month_of(x) AS coalesce(year(x) * 100 + month(x), 0);
CREATE MACRO raw(file) AS TABLE
    SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS line
    FROM read_parquet('$RAW/' || file || '.parquet', file_row_number = true);

-- ------------------------------------------------------------------------------ people

CREATE TEMP TABLE person_rows AS
SELECT 'hr:' || given(employee_id) AS id, 1 AS place, told(first_name) AS first_name,
    told(last_name) AS last_name, NULL AS full_name, told(email) AS email,
    NULL AS employee_number, told(title) AS title, NULL AS role, told(grade) AS level,
    'hr:' || given(manager_id) AS manager_ref, 'hr:' || given(team) AS team_id, NULL AS region,
    minor(base_pay) AS base_pay_minor, code(currency) AS currency,
    sensible(hired_on) AS hired_on, sensible(left_on) AS left_on, 'hr' AS system, line
FROM raw('hr_employees') WHERE given(employee_id) IS NOT NULL
UNION ALL
SELECT 'crm:' || given("Id"), 2, told("FirstName"), told("LastName"), NULL, told("Email"),
    told("EmployeeNumber"), NULL, told("UserRole"), NULL, NULL, NULL, told("Region"), NULL, NULL,
    NULL, NULL, 'crm', line
FROM raw('users') WHERE given("Id") IS NOT NULL
UNION ALL
SELECT 'lms:' || given(learner_id), 3, NULL, NULL, told(name), told(email), NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'lms', line
FROM raw('lms_learners') WHERE given(learner_id) IS NOT NULL;

CREATE TEMP TABLE person_refs AS
SELECT id AS ref,
    'person:' || first_value(id) OVER (PARTITION BY lower(email) ORDER BY place) AS person_id
FROM person_rows;

COPY (
    SELECT person_refs.person_id AS id, arg_min(full_name, place) AS full_name,
        arg_min(first_name, place) AS first_name, arg_min(last_name, place) AS last_name,
        arg_min(email, place) AS email, arg_min(employee_number, place) AS employee_number,
        arg_min(title, place) AS title, arg_min(role, place) AS role,
        arg_min(level, place) AS level, arg_min(manager_ref, place) AS manager_ref,
        arg_min(bosses.person_id, place) AS manager_id, arg_min(team_id, place) AS team_id,
        arg_min(region, place) AS region, arg_min(base_pay_minor, place) AS base_pay_minor,
        arg_min(base_pay_minor, place) AS base_pay_base_minor,
        arg_min(currency, place) AS currency, arg_min(hired_on, place) AS hired_on,
        arg_min(left_on, place) AS left_on, arg_min(system, place) AS system,
        '000001' AS load_id, arg_min(line, place) AS line
    FROM person_rows JOIN person_refs ON person_refs.ref = person_rows.id
    LEFT JOIN (SELECT ref AS boss, person_id FROM person_refs) AS bosses ON boss = manager_ref
    GROUP BY person_refs.person_id
) TO '$OUT/people.parquet';

COPY (
    SELECT id AS person_id, coalesce(hired_on, DATE '1900-01-01') AS from_on, left_on AS to_on,
        title, role, level, manager_id, team_id, region
    FROM '$OUT/people.parquet' WHERE left_on IS NULL OR left_on > coalesce(hired_on, left_on - 1)
) TO '$OUT/org_history.parquet';
COPY person_refs TO '$OUT/person_refs.parquet';

-- ------------------------------------------------------------------------------ small tables

CREATE TEMP TABLE rates AS
SELECT currency, unnest(range(from_on, until, INTERVAL 1 DAY))::DATE AS on_day,
    CAST(rate AS DECIMAL(18, 10)) AS factor
FROM (
    SELECT *, coalesce(
        lead(from_on) OVER (PARTITION BY currency ORDER BY from_on),
        CAST(from_on + INTERVAL 5 YEAR AS DATE)) AS until
    FROM raw('exchange_rates')
);
COPY (
    SELECT code(currency) AS currency, sensible(from_on) AS from_on, rate,
        code(reporting) AS to_currency, 'crm' AS system, '000001' AS load_id, line
    FROM raw('exchange_rates') WHERE from_on IS NOT NULL
) TO '$OUT/exchange_rates.parquet';
CREATE TEMP TABLE declared_stages AS
SELECT 'crm:' || given("Id") AS id, told("MasterLabel") AS name, "SortOrder" AS position,
    "IsClosed" AS closed, "IsWon" AS won, 'crm' AS system, '000001' AS load_id, line
FROM raw('stages');
COPY declared_stages TO '$OUT/stages.parquet';
COPY (
    SELECT 'hr:' || given(id) AS id, told(name) AS name, 'hr' AS system, '000001' AS load_id, line
    FROM raw('teams')
) TO '$OUT/teams.parquet';
COPY (
    SELECT 'crm:' || given("Id") AS id, told("Name") AS name, told("Family") AS family,
        'crm' AS system, '000001' AS load_id, line
    FROM raw('products')
) TO '$OUT/products.parquet';
COPY (
    SELECT 'crm:' || given("Id") AS id, told("Name") AS name, told("Type") AS channel,
        'crm' AS system, '000001' AS load_id, line
    FROM raw('campaigns')
) TO '$OUT/campaigns.parquet';
COPY (
    SELECT 'lms:' || given(id) AS id, told(title) AS title, minutes::DOUBLE AS minutes, mandatory,
        'lms' AS system, '000001' AS load_id, line
    FROM raw('lms_courses')
) TO '$OUT/courses.parquet';
COPY (
    SELECT 'crm:' || given("Id") AS id, told("Name") AS name, told("Industry") AS industry,
        told("Country") AS country, 'crm:' || given("OwnerId") AS owner_ref,
        who.person_id AS owner_id, 'crm' AS system, '000001' AS load_id, line
    FROM raw('accounts') LEFT JOIN person_refs AS who ON who.ref = 'crm:' || given("OwnerId")
    WHERE given("Id") IS NOT NULL
) TO '$OUT/accounts.parquet';
COPY (
    SELECT 'hr:' || given(employee_id) AS person_ref, who.person_id,
        sensible(from_on) AS from_on, sensible(to_on) AS to_on, minor(quota) AS amount_minor,
        CASE WHEN rows.currency = 'USD' THEN amount_minor
             ELSE CAST(round_even(amount_minor * factor, 0) AS BIGINT) END AS amount_base_minor,
        code(rows.currency) AS currency, 'bookings' AS measure,
        'hr' AS system, '000001' AS load_id, line
    FROM raw('quotas') AS rows
    LEFT JOIN person_refs AS who ON who.ref = 'hr:' || given(employee_id)
    LEFT JOIN rates ON rates.currency = rows.currency AND rates.on_day = rows.from_on
    WHERE from_on IS NOT NULL AND quota IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY employee_id, from_on ORDER BY line DESC) = 1
) TO '$OUT/quotas.parquet';

-- ------------------------------------------------------------------------------ activities
-- Ordering ten million rows by their id to find the few that come again would be dear; so first
-- which ids come twice, then which of their lines is not the last.

CREATE TEMP TABLE replaced AS
SELECT line FROM raw('activities')
WHERE "Id" IN (SELECT "Id" FROM raw('activities') GROUP BY "Id" HAVING count(*) > 1)
QUALIFY row_number() OVER (PARTITION BY "Id" ORDER BY line DESC) > 1;

COPY (
    SELECT 'crm:' || given("Id") AS id,
        CASE word("Type") WHEN 'call' THEN 'call' WHEN 'email' THEN 'email'
            WHEN 'meeting' THEN 'meeting' WHEN 'demo' THEN 'demo' WHEN 'proposal' THEN 'proposal'
            ELSE word("Type") END AS kind,
        'crm:' || given("OwnerId") AS person_ref, who.person_id,
        'crm:' || given("AccountId") AS account_id, 'crm:' || given("WhatId") AS opportunity_id,
        'crm:' || given("WhoId") AS contact_id,
        timezone('UTC', "ActivityDate") AS occurred_at,
        sensible(CAST(local("ActivityDate") AS DATE)) AS occurred_on,
        'Europe/Berlin' AS occurred_zone, "DurationInMinutes"::DOUBLE AS minutes,
        CASE word("CallType") WHEN 'outbound' THEN 'out' WHEN 'inbound' THEN 'in' END AS direction,
        told("CallDisposition") AS result, told("Subject") AS subject,
        CASE WHEN NOT isnan("QualityScore") THEN "QualityScore" END AS quality,
        'crm' AS system, '000001' AS load_id, line, month_of(occurred_on) AS part
    FROM raw('activities') LEFT JOIN person_refs AS who ON who.ref = 'crm:' || given("OwnerId")
    WHERE given("Id") IS NOT NULL
        AND sensible(CAST(local("ActivityDate") AS DATE)) IS NOT NULL
        AND line NOT IN (SELECT line FROM replaced)
) TO '$OUT/activities' (FORMAT parquet, PARTITION_BY (part));

-- ------------------------------------------------------------------------------ learning

CREATE OR REPLACE TEMP TABLE replaced AS
SELECT line FROM raw('lms_statements')
WHERE statement_id IN (
    SELECT statement_id FROM raw('lms_statements') GROUP BY statement_id HAVING count(*) > 1)
QUALIFY row_number() OVER (PARTITION BY statement_id ORDER BY line DESC) > 1;

COPY (
    SELECT 'lms:' || given(statement_id) AS id, 'lms:' || given(actor) AS person_ref,
        who.person_id,
        CASE word(verb) WHEN 'launched' THEN 'launched' WHEN 'progressed' THEN 'progressed'
            WHEN 'completed' THEN 'completed' WHEN 'passed' THEN 'passed'
            WHEN 'failed' THEN 'failed' WHEN 'terminated' THEN 'terminated'
            ELSE word(verb) END AS verb,
        'lms:' || given(object) AS course_id, timezone('UTC', "timestamp") AS occurred_at,
        sensible(CAST(local("timestamp") AS DATE)) AS occurred_on,
        'Europe/Berlin' AS occurred_zone, CASE WHEN NOT isnan(score) THEN score END AS score,
        success AS passed, CASE WHEN NOT isnan(progress) THEN progress END AS progress,
        CASE WHEN NOT isnan(minutes) THEN minutes END AS minutes,
        'lms:' || given(parent) AS parent_id, NULL::VARCHAR AS opportunity_id,
        'lms' AS system, '000001' AS load_id, line, month_of(occurred_on) AS part
    FROM raw('lms_statements') LEFT JOIN person_refs AS who ON who.ref = 'lms:' || given(actor)
    WHERE given(statement_id) IS NOT NULL AND given(actor) IS NOT NULL
        AND told(verb) IS NOT NULL AND given(object) IS NOT NULL
        AND sensible(CAST(local("timestamp") AS DATE)) IS NOT NULL
        AND line NOT IN (SELECT line FROM replaced)
) TO '$OUT/learning_events' (FORMAT parquet, PARTITION_BY (part));

-- ------------------------------------------------------------------------------ deals

CREATE OR REPLACE TEMP TABLE replaced AS
SELECT line FROM raw('opportunities')
WHERE "Id" IN (SELECT "Id" FROM raw('opportunities') GROUP BY "Id" HAVING count(*) > 1)
QUALIFY row_number() OVER (PARTITION BY "Id" ORDER BY line DESC) > 1;

COPY (
    SELECT 'crm:' || given(deals."Id") AS id, told(deals."Name") AS name,
        'crm:' || given("AccountId") AS account_id, 'crm:' || given("OwnerId") AS owner_ref,
        who.person_id AS owner_id, told("StageName") AS stage,
        CASE WHEN "IsWon" THEN 'won' WHEN "IsClosed" THEN 'lost'
             WHEN stages.won THEN 'won' WHEN stages.closed THEN 'lost' ELSE 'open' END AS outcome,
        minor("Amount") AS amount_minor,
        CASE WHEN code("CurrencyIsoCode") = 'USD' THEN amount_minor
             ELSE CAST(round_even(amount_minor * rates.factor, 0) AS BIGINT) END
             AS amount_base_minor,
        NULL::BIGINT AS list_amount_minor, NULL::BIGINT AS list_amount_base_minor,
        NULL::BIGINT AS cost_minor, NULL::BIGINT AS cost_base_minor,
        CASE WHEN NOT isnan("DiscountPct")
             THEN CAST(CAST("DiscountPct" AS DECIMAL(30, 8)) * 0.01 AS DOUBLE) END AS discount,
        code("CurrencyIsoCode") AS currency,
        sensible(CAST(local("CreatedDate") AS DATE)) AS created_on,
        sensible("CloseDate") AS close_on,
        CASE WHEN "CloseDate" >= created_on
             THEN date_diff('day', created_on, "CloseDate")::DOUBLE END AS cycle_days,
        'crm:' || given("Product2Id") AS product_id,
        CASE told("Type") WHEN 'New Business' THEN 'new' WHEN 'Expansion' THEN 'expansion'
            WHEN 'Renewal' THEN 'renewal' ELSE told("Type") END AS kind,
        NULL::VARCHAR AS motion, told("LeadSource") AS channel,
        'crm:' || given("CampaignId") AS campaign_id, NULL::VARCHAR AS partner_id,
        CASE word("ForecastCategoryName") WHEN 'pipeline' THEN 'pipeline'
            WHEN 'best_case' THEN 'best_case' WHEN 'commit' THEN 'commit'
            WHEN 'omitted' THEN 'omitted' WHEN 'closed' THEN 'closed'
            ELSE word("ForecastCategoryName") END AS forecast_category,
        CASE WHEN NOT isnan("Probability")
             THEN CAST(CAST("Probability" AS DECIMAL(30, 8)) * 0.01 AS DOUBLE) END AS probability,
        told("NextStep") AS next_step, sensible("NextStepDate") AS next_step_on,
        told("Competitor") AS competitor, told("LossReason") AS loss_reason,
        told("Segment") AS segment, told("Region") AS region, NULL::VARCHAR AS territory_id,
        NULL::DATE AS mutual_plan_on, 'crm' AS system, '000001' AS load_id, deals.line,
        month_of(created_on) AS part
    FROM raw('opportunities') AS deals
    LEFT JOIN person_refs AS who ON who.ref = 'crm:' || given("OwnerId")
    LEFT JOIN declared_stages AS stages ON stages.name = told("StageName")
    LEFT JOIN rates
        ON rates.currency = code("CurrencyIsoCode") AND rates.on_day = sensible("CloseDate")
    WHERE given(deals."Id") IS NOT NULL AND "IsDeleted" IS NOT TRUE
        AND deals.line NOT IN (SELECT line FROM replaced)
) TO '$OUT/opportunities' (FORMAT parquet, PARTITION_BY (part));

CREATE OR REPLACE TEMP TABLE replaced AS
SELECT line FROM raw('opportunity_history')
WHERE hash("OpportunityId", "CreatedDate", "StageName") IN (
    SELECT hash("OpportunityId", "CreatedDate", "StageName") AS h
    FROM raw('opportunity_history') GROUP BY h HAVING count(*) > 1)
QUALIFY row_number() OVER (
    PARTITION BY "OpportunityId", "CreatedDate", "StageName" ORDER BY line DESC) > 1;

COPY (
    WITH changes AS (
        SELECT 'crm:' || given("OpportunityId") AS opportunity_id, told("StageName") AS stage,
            timezone('UTC', "CreatedDate") AS entered_at,
            sensible(CAST(local("CreatedDate") AS DATE)) AS entered_on,
            'Europe/Berlin' AS entered_zone, minor("Amount") AS amount_minor,
            code("CurrencyIsoCode") AS currency, sensible("CloseDate") AS close_on,
            CASE WHEN NOT isnan("Probability")
                 THEN CAST(CAST("Probability" AS DECIMAL(30, 8)) * 0.01 AS DOUBLE) END
                 AS probability,
            'crm:' || given("CreatedById") AS changed_by_ref, line
        FROM raw('opportunity_history')
        WHERE given("OpportunityId") IS NOT NULL
            AND sensible(CAST(local("CreatedDate") AS DATE)) IS NOT NULL
            AND line NOT IN (SELECT line FROM replaced)
    ),
    moves AS (
        SELECT *, lag(stage) OVER (
            PARTITION BY opportunity_id ORDER BY entered_at, line) AS stage_before
        FROM changes
    ),
    stays AS (
        SELECT * EXCLUDE (stage_before),
            lead(entered_at) OVER in_order AS left_at, lead(entered_on) OVER in_order AS left_on,
            row_number() OVER in_order AS step, lead(stage) OVER in_order AS next_stage,
            date_trunc('month', first_value(entered_on) OVER in_order)::DATE AS cohort_on
        FROM moves WHERE stage IS NOT NULL AND stage IS DISTINCT FROM stage_before
        WINDOW in_order AS (PARTITION BY opportunity_id ORDER BY entered_at, line)
    )
    SELECT opportunity_id, stage, entered_at, entered_on, entered_zone, amount_minor,
        CASE WHEN stays.currency = 'USD' THEN amount_minor
             ELSE CAST(round_even(amount_minor * factor, 0) AS BIGINT) END AS amount_base_minor,
        stays.currency, close_on, probability, changed_by_ref, who.person_id AS changed_by_id,
        left_at, left_on, step::INTEGER AS step, next_stage, false AS inferred,
        0::INTEGER AS uncertain_days, cohort_on, 'crm' AS system, '000001' AS load_id, line,
        month_of(cohort_on) AS part
    FROM stays
    LEFT JOIN person_refs AS who ON who.ref = changed_by_ref
    LEFT JOIN rates ON rates.currency = stays.currency AND rates.on_day = entered_on
) TO '$OUT/stage_history' (FORMAT parquet, PARTITION_BY (part));
