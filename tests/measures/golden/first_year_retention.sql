WITH "t2" AS (
  SELECT
    "t1"."id",
    "t1"."full_name",
    "t1"."first_name",
    "t1"."last_name",
    "t1"."email",
    "t1"."other_emails",
    "t1"."employee_number",
    "t1"."title",
    "t1"."role",
    "t1"."level",
    "t1"."manager_ref",
    "t1"."manager_id",
    "t1"."team_id",
    "t1"."territory_id",
    "t1"."region",
    "t1"."motion",
    "t1"."base_pay_minor",
    "t1"."base_pay_base_minor",
    "t1"."commission_rate",
    "t1"."currency",
    "t1"."hired_on",
    "t1"."left_on",
    "t1"."leaving_kind",
    "t1"."leaving_reason",
    "t1"."system",
    "t1"."load_id",
    "t1"."line",
    "t1"."id" AS "person_id",
    "t1"."left_on" - INTERVAL '1' DAY AS "last_on"
  FROM (
    SELECT
      *
    FROM "people" AS "t0"
    WHERE
      (
        "t0"."left_on" IS NULL
      ) OR COALESCE("t0"."left_on" >= "t0"."hired_on", TRUE)
  ) AS "t1"
)
SELECT
  "t13"."days",
  COUNT(*) AS "n",
  SUM(CAST("t13"."first" AS BIGINT)) AS "first",
  SUM(CAST("t13"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t13"."first" OR "t13"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t11"."person_id",
      "t11"."hired_on",
      "t11"."left_on",
      "t11"."person_",
      LEAST(
        DATE_DIFF(
          'DAY',
          "t11"."hired_on",
          LEAST(COALESCE("t11"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1))
        ),
        365
      ) AS "days",
      DATE_DIFF(
        'DAY',
        "t11"."hired_on",
        LEAST(COALESCE("t11"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1))
      ) >= 365 AS "first",
      COALESCE("t11"."left_on" <= MAKE_DATE(2026, 7, 1), FALSE)
      AND NOT (
        DATE_DIFF(
          'DAY',
          "t11"."hired_on",
          LEAST(COALESCE("t11"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1))
        ) >= 365
      ) AS "second"
    FROM (
      SELECT
        "t10"."person_id",
        "t10"."hired_on",
        "t10"."left_on",
        "t10"."person_id" AS "person_"
      FROM (
        SELECT
          "t9"."person_id",
          "t9"."hired_on",
          "t9"."left_on"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t5"."id",
              "t5"."full_name",
              "t5"."first_name",
              "t5"."last_name",
              "t5"."email",
              "t5"."other_emails",
              "t5"."employee_number",
              "t5"."title",
              "t5"."role",
              "t5"."level",
              "t5"."manager_ref",
              "t5"."manager_id",
              "t5"."team_id",
              "t5"."territory_id",
              "t5"."region",
              "t5"."motion",
              "t5"."base_pay_minor",
              "t5"."base_pay_base_minor",
              "t5"."commission_rate",
              "t5"."currency",
              "t5"."hired_on",
              "t5"."left_on",
              "t5"."leaving_kind",
              "t5"."leaving_reason",
              "t5"."system",
              "t5"."load_id",
              "t5"."line",
              "t5"."person_id",
              "t5"."last_on",
              "t7"."first_on"
            FROM (
              SELECT
                *
              FROM "t2" AS "t3"
              WHERE
                "t3"."hired_on" IS NOT NULL AND "t3"."hired_on" <= MAKE_DATE(2026, 6, 30)
            ) AS "t5"
            CROSS JOIN (
              SELECT
                DATE_TRUNC('YEAR', MIN("t3"."last_on")) AS "first_on"
              FROM "t2" AS "t3"
            ) AS "t7"
          ) AS "t8"
          WHERE
            "t8"."hired_on" >= "t8"."first_on"
        ) AS "t9"
      ) AS "t10"
    ) AS "t11"
  ) AS "t12"
  WHERE
    "t12"."days" IS NOT NULL
) AS "t13"
GROUP BY
  1;
