WITH "t9" AS (
  SELECT
    *
  FROM "learning_events" AS "t4"
  WHERE
    "t4"."person_id" IS NOT NULL
    AND "t4"."course_id" IS NOT NULL
    AND "t4"."occurred_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  "t40"."days",
  COUNT(*) AS "n",
  SUM(CAST("t40"."first" AS BIGINT)) AS "first",
  SUM(CAST("t40"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t40"."first" OR "t40"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t38"."person_id",
      "t38"."hired_on",
      "t38"."left_on",
      "t38"."chosen_on",
      "t38"."person_",
      LEAST(
        DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."chosen_on", MAKE_DATE(2026, 6, 30))),
        30
      ) AS "days",
      (
        "t38"."chosen_on" IS NOT NULL
      )
      AND (
        DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."chosen_on", MAKE_DATE(2026, 6, 30))) <= 30
      ) AS "first",
      NOT (
        (
          "t38"."chosen_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."chosen_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      )
      AND (
        DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."chosen_on", MAKE_DATE(2026, 6, 30))) >= 30
      )
      AND NOT (
        (
          "t38"."chosen_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."chosen_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      ) AS "second"
    FROM (
      SELECT
        "t37"."person_id",
        "t37"."hired_on",
        "t37"."left_on",
        "t37"."chosen_on",
        "t37"."person_id" AS "person_"
      FROM (
        SELECT
          "t31"."person_id",
          "t31"."hired_on",
          "t31"."left_on",
          "t36"."chosen_on"
        FROM (
          SELECT
            "t28"."person_id",
            "t28"."hired_on",
            "t28"."left_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t22"."id",
                "t22"."full_name",
                "t22"."first_name",
                "t22"."last_name",
                "t22"."email",
                "t22"."other_emails",
                "t22"."employee_number",
                "t22"."title",
                "t22"."role",
                "t22"."level",
                "t22"."manager_ref",
                "t22"."manager_id",
                "t22"."team_id",
                "t22"."territory_id",
                "t22"."region",
                "t22"."motion",
                "t22"."base_pay_minor",
                "t22"."base_pay_base_minor",
                "t22"."commission_rate",
                "t22"."currency",
                "t22"."hired_on",
                "t22"."left_on",
                "t22"."leaving_kind",
                "t22"."leaving_reason",
                "t22"."system",
                "t22"."load_id",
                "t22"."line",
                "t22"."person_id",
                "t22"."last_on",
                "t20"."first_on"
              FROM (
                SELECT
                  "t13"."id",
                  "t13"."full_name",
                  "t13"."first_name",
                  "t13"."last_name",
                  "t13"."email",
                  "t13"."other_emails",
                  "t13"."employee_number",
                  "t13"."title",
                  "t13"."role",
                  "t13"."level",
                  "t13"."manager_ref",
                  "t13"."manager_id",
                  "t13"."team_id",
                  "t13"."territory_id",
                  "t13"."region",
                  "t13"."motion",
                  "t13"."base_pay_minor",
                  "t13"."base_pay_base_minor",
                  "t13"."commission_rate",
                  "t13"."currency",
                  "t13"."hired_on",
                  "t13"."left_on",
                  "t13"."leaving_kind",
                  "t13"."leaving_reason",
                  "t13"."system",
                  "t13"."load_id",
                  "t13"."line",
                  "t13"."id" AS "person_id",
                  "t13"."left_on" - INTERVAL '1' DAY AS "last_on"
                FROM (
                  SELECT
                    *
                  FROM "people" AS "t3"
                  WHERE
                    (
                      "t3"."left_on" IS NULL
                    ) OR COALESCE("t3"."left_on" >= "t3"."hired_on", TRUE)
                ) AS "t13"
              ) AS "t22"
              CROSS JOIN (
                SELECT
                  MIN("t12"."occurred_on") AS "first_on"
                FROM "t9" AS "t12"
              ) AS "t20"
            ) AS "t25"
            WHERE
              "t25"."hired_on" >= "t25"."first_on"
              AND "t25"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t28"
        ) AS "t31"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t11"."person_id"
              FROM (
                SELECT
                  *
                FROM "org_history" AS "t0"
                WHERE
                  LOWER("t0"."role") IN (
                    'rep',
                    'seller',
                    'ae',
                    'account executive',
                    'account manager',
                    'sales rep',
                    'sales representative',
                    'sales executive'
                  )
              ) AS "t11"
            ) AS "t15"
            UNION
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."owner_id" AS "person_id"
                FROM "opportunities" AS "t1"
              ) AS "t6"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t2"."person_id"
                FROM "opportunity_splits" AS "t2"
              ) AS "t7"
            ) AS "t8"
          ) AS "t17"
          WHERE
            "t17"."person_id" IS NOT NULL
        ) AS "t24"
          ON "t31"."person_id" = "t24"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t34"."done_by",
            MIN("t34"."finished_on") AS "chosen_on"
          FROM (
            SELECT
              "t31"."person_id",
              "t31"."hired_on",
              "t31"."left_on",
              "t33"."done_by",
              "t33"."course_id",
              "t33"."finished_on"
            FROM (
              SELECT
                "t28"."person_id",
                "t28"."hired_on",
                "t28"."left_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t22"."id",
                    "t22"."full_name",
                    "t22"."first_name",
                    "t22"."last_name",
                    "t22"."email",
                    "t22"."other_emails",
                    "t22"."employee_number",
                    "t22"."title",
                    "t22"."role",
                    "t22"."level",
                    "t22"."manager_ref",
                    "t22"."manager_id",
                    "t22"."team_id",
                    "t22"."territory_id",
                    "t22"."region",
                    "t22"."motion",
                    "t22"."base_pay_minor",
                    "t22"."base_pay_base_minor",
                    "t22"."commission_rate",
                    "t22"."currency",
                    "t22"."hired_on",
                    "t22"."left_on",
                    "t22"."leaving_kind",
                    "t22"."leaving_reason",
                    "t22"."system",
                    "t22"."load_id",
                    "t22"."line",
                    "t22"."person_id",
                    "t22"."last_on",
                    "t20"."first_on"
                  FROM (
                    SELECT
                      "t13"."id",
                      "t13"."full_name",
                      "t13"."first_name",
                      "t13"."last_name",
                      "t13"."email",
                      "t13"."other_emails",
                      "t13"."employee_number",
                      "t13"."title",
                      "t13"."role",
                      "t13"."level",
                      "t13"."manager_ref",
                      "t13"."manager_id",
                      "t13"."team_id",
                      "t13"."territory_id",
                      "t13"."region",
                      "t13"."motion",
                      "t13"."base_pay_minor",
                      "t13"."base_pay_base_minor",
                      "t13"."commission_rate",
                      "t13"."currency",
                      "t13"."hired_on",
                      "t13"."left_on",
                      "t13"."leaving_kind",
                      "t13"."leaving_reason",
                      "t13"."system",
                      "t13"."load_id",
                      "t13"."line",
                      "t13"."id" AS "person_id",
                      "t13"."left_on" - INTERVAL '1' DAY AS "last_on"
                    FROM (
                      SELECT
                        *
                      FROM "people" AS "t3"
                      WHERE
                        (
                          "t3"."left_on" IS NULL
                        ) OR COALESCE("t3"."left_on" >= "t3"."hired_on", TRUE)
                    ) AS "t13"
                  ) AS "t22"
                  CROSS JOIN (
                    SELECT
                      MIN("t12"."occurred_on") AS "first_on"
                    FROM "t9" AS "t12"
                  ) AS "t20"
                ) AS "t25"
                WHERE
                  "t25"."hired_on" >= "t25"."first_on"
                  AND "t25"."hired_on" <= MAKE_DATE(2026, 6, 30)
              ) AS "t28"
            ) AS "t31"
            SEMI JOIN (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t11"."person_id"
                  FROM (
                    SELECT
                      *
                    FROM "org_history" AS "t0"
                    WHERE
                      LOWER("t0"."role") IN (
                        'rep',
                        'seller',
                        'ae',
                        'account executive',
                        'account manager',
                        'sales rep',
                        'sales representative',
                        'sales executive'
                      )
                  ) AS "t11"
                ) AS "t15"
                UNION
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t1"."owner_id" AS "person_id"
                    FROM "opportunities" AS "t1"
                  ) AS "t6"
                  UNION
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t2"."person_id"
                    FROM "opportunity_splits" AS "t2"
                  ) AS "t7"
                ) AS "t8"
              ) AS "t17"
              WHERE
                "t17"."person_id" IS NOT NULL
            ) AS "t24"
              ON "t31"."person_id" = "t24"."person_id"
            INNER JOIN (
              SELECT
                "t30"."person_id" AS "done_by",
                "t30"."course_id",
                "t30"."finished_on"
              FROM (
                SELECT
                  "t27"."person_id",
                  "t27"."course_id",
                  "t27"."finished_on"
                FROM (
                  SELECT
                    "t21"."person_id",
                    "t21"."course_id",
                    MIN("t21"."occurred_on") AS "finished_on"
                  FROM (
                    SELECT
                      *
                    FROM "t9" AS "t12"
                    WHERE
                      LOWER("t12"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                  ) AS "t21"
                  GROUP BY
                    1,
                    2
                ) AS "t27"
                ANTI JOIN (
                  SELECT
                    "t10"."id" AS "course_id",
                    "t10"."published_on" AS "offered_on"
                  FROM (
                    SELECT
                      *
                    FROM "courses" AS "t5"
                    WHERE
                      COALESCE("t5"."mandatory", FALSE)
                  ) AS "t10"
                ) AS "t16"
                  ON "t27"."course_id" = "t16"."course_id"
              ) AS "t30"
            ) AS "t33"
              ON "t31"."person_id" = "t33"."done_by" AND "t33"."finished_on" >= "t31"."hired_on"
          ) AS "t34"
          GROUP BY
            1
        ) AS "t36"
          ON "t31"."person_id" = "t36"."done_by"
      ) AS "t37"
    ) AS "t38"
  ) AS "t39"
  WHERE
    "t39"."days" IS NOT NULL
) AS "t40"
GROUP BY
  1;
