-- One row a person: what the systems say, the HR record before the CRM's before the LMS's.
WITH ranked AS (
    SELECT links.person_id, records.*,
        CASE records.system WHEN 'hr' THEN 1 WHEN 'crm' THEN 2 WHEN 'lms' THEN 3 ELSE 4 END AS place,
        struct_pack(
            place := CASE records.system WHEN 'hr' THEN 1 WHEN 'crm' THEN 2 WHEN 'lms' THEN 3 ELSE 4 END,
            implied := records.load_id IS NULL,
            ref := records.id
        ) AS rank
    FROM person_rows AS records
    JOIN person_links AS links ON links.ref = records.id
)
SELECT person_id AS id,
    coalesce(
        -- Whoever has had their name struck has a number.
        CASE WHEN starts_with(person_id, 'person:erased:') THEN 'Former person ' || substr(person_id, 15) END,
        arg_min(full_name, rank),
        nullif(concat_ws(' ', arg_min(first_name, rank), arg_min(last_name, rank)), '')
    ) AS full_name,
    arg_min(first_name, rank) AS first_name,
    arg_min(last_name, rank) AS last_name,
    arg_min(email, rank) AS email,
    string_agg(DISTINCT other_emails, ';' ORDER BY other_emails) AS other_emails,
    arg_min(employee_number, rank) AS employee_number,
    arg_min(title, rank) AS title,
    arg_min(role, rank) AS role,
    arg_min(level, rank) AS level,
    arg_min(manager_ref, rank) AS manager_ref,
    arg_min(team_id, rank) AS team_id,
    arg_min(territory_id, rank) AS territory_id,
    arg_min(region, rank) AS region,
    arg_min(motion, rank) AS motion,
    arg_min(base_pay_minor, rank) AS base_pay_minor,
    arg_min(commission_rate, rank) AS commission_rate,
    arg_min(currency, rank) FILTER (base_pay_minor IS NOT NULL) AS currency,
    arg_min(hired_on, rank) AS hired_on,
    arg_min(left_on, rank) AS left_on,
    arg_min(leaving_kind, rank) AS leaving_kind,
    arg_min(leaving_reason, rank) AS leaving_reason,
    arg_min(system, rank) AS system,
    arg_min(load_id, rank) AS load_id,
    arg_min(line, rank) AS line
FROM ranked
GROUP BY person_id
