WITH "t8" AS (
  SELECT
    *
  FROM "learning_events" AS "t0"
  WHERE
    "t0"."person_id" IS NOT NULL
    AND "t0"."course_id" IS NOT NULL
    AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  "t41"."days",
  COUNT(*) AS "n",
  SUM(CAST("t41"."first" AS BIGINT)) AS "first",
  SUM(CAST("t41"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t41"."first" OR "t41"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t41"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t39"."person_id",
      "t39"."hired_on",
      "t39"."left_on",
      "t39"."courses",
      "t39"."finished",
      "t39"."last_on",
      "t39"."ramped_on",
      "t39"."person_",
      DATE_DIFF('DAY', "t39"."hired_on", COALESCE("t39"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t39"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t39"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t39"."ramped_on" IS NULL
      )
      AND COALESCE("t39"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t38"."person_id",
        "t38"."hired_on",
        "t38"."left_on",
        "t38"."courses",
        "t38"."finished",
        "t38"."last_on",
        "t38"."ramped_on",
        "t38"."person_id" AS "person_"
      FROM (
        SELECT
          "t37"."person_id",
          "t37"."hired_on",
          "t37"."left_on",
          "t37"."courses",
          "t37"."finished",
          "t37"."last_on",
          CASE
            WHEN "t37"."finished" = "t37"."courses"
            THEN GREATEST("t37"."last_on", "t37"."hired_on")
            ELSE NULL
          END AS "ramped_on"
        FROM (
          SELECT
            "t36"."person_id",
            "t36"."hired_on",
            "t36"."left_on",
            COUNT("t36"."course_id") AS "courses",
            COUNT("t36"."finished_on") AS "finished",
            MAX("t36"."finished_on") AS "last_on"
          FROM (
            SELECT
              "t35"."person_id",
              "t35"."hired_on",
              "t35"."left_on",
              "t35"."course_id",
              "t35"."due_from",
              "t28"."done_by",
              "t28"."done_course",
              "t28"."finished_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t31"."person_id",
                    "t31"."hired_on",
                    "t31"."left_on",
                    "t15"."course_id",
                    GREATEST("t31"."hired_on", COALESCE("t15"."offered_on", "t31"."hired_on")) AS "due_from"
                  FROM (
                    SELECT
                      "t29"."person_id",
                      "t29"."hired_on",
                      "t29"."left_on"
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
                            "t14"."id",
                            "t14"."full_name",
                            "t14"."first_name",
                            "t14"."last_name",
                            "t14"."email",
                            "t14"."other_emails",
                            "t14"."employee_number",
                            "t14"."title",
                            "t14"."role",
                            "t14"."level",
                            "t14"."manager_ref",
                            "t14"."manager_id",
                            "t14"."team_id",
                            "t14"."territory_id",
                            "t14"."region",
                            "t14"."motion",
                            "t14"."base_pay_minor",
                            "t14"."base_pay_base_minor",
                            "t14"."commission_rate",
                            "t14"."currency",
                            "t14"."hired_on",
                            "t14"."left_on",
                            "t14"."leaving_kind",
                            "t14"."leaving_reason",
                            "t14"."system",
                            "t14"."load_id",
                            "t14"."line",
                            "t14"."id" AS "person_id",
                            "t14"."left_on" - INTERVAL '1' DAY AS "last_on"
                          FROM (
                            SELECT
                              *
                            FROM "people" AS "t5"
                            WHERE
                              (
                                "t5"."left_on" IS NULL
                              ) OR COALESCE("t5"."left_on" >= "t5"."hired_on", TRUE)
                          ) AS "t14"
                        ) AS "t22"
                        CROSS JOIN (
                          SELECT
                            MIN("t11"."occurred_on") AS "first_on"
                          FROM "t8" AS "t11"
                        ) AS "t20"
                      ) AS "t26"
                      WHERE
                        "t26"."hired_on" >= "t26"."first_on"
                        AND "t26"."hired_on" <= MAKE_DATE(2026, 6, 30)
                    ) AS "t29"
                  ) AS "t31"
                  SEMI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."person_id"
                        FROM (
                          SELECT
                            *
                          FROM "org_history" AS "t2"
                          WHERE
                            LOWER("t2"."role") IN (
                              'rep',
                              'seller',
                              'ae',
                              'account executive',
                              'account manager',
                              'sales rep',
                              'sales representative',
                              'sales executive'
                            )
                        ) AS "t12"
                      ) AS "t16"
                      UNION
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t3"."owner_id" AS "person_id"
                          FROM "opportunities" AS "t3"
                        ) AS "t6"
                        UNION
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t4"."person_id"
                          FROM "opportunity_splits" AS "t4"
                        ) AS "t7"
                      ) AS "t10"
                    ) AS "t18"
                    WHERE
                      "t18"."person_id" IS NOT NULL
                  ) AS "t25"
                    ON "t31"."person_id" = "t25"."person_id"
                  CROSS JOIN (
                    SELECT
                      "t9"."id" AS "course_id",
                      "t9"."published_on" AS "offered_on"
                    FROM (
                      SELECT
                        *
                      FROM "courses" AS "t1"
                      WHERE
                        COALESCE("t1"."mandatory", FALSE)
                    ) AS "t9"
                  ) AS "t15"
                ) AS "t32"
                WHERE
                  (
                    (
                      "t32"."left_on" IS NULL
                    ) OR (
                      "t32"."due_from" < "t32"."left_on"
                    )
                  )
                  AND "t32"."due_from" <= MAKE_DATE(2026, 6, 30)
              ) AS "t33"
              WHERE
                "t33"."due_from" = "t33"."hired_on"
            ) AS "t35"
            LEFT OUTER JOIN (
              SELECT
                "t24"."person_id" AS "done_by",
                "t24"."course_id" AS "done_course",
                "t24"."finished_on"
              FROM (
                SELECT
                  "t19"."person_id",
                  "t19"."course_id",
                  MIN("t19"."occurred_on") AS "finished_on"
                FROM (
                  SELECT
                    *
                  FROM "t8" AS "t11"
                  WHERE
                    LOWER("t11"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                ) AS "t19"
                GROUP BY
                  1,
                  2
              ) AS "t24"
            ) AS "t28"
              ON "t35"."person_id" = "t28"."done_by" AND "t35"."course_id" = "t28"."done_course"
          ) AS "t36"
          GROUP BY
            1,
            2,
            3
        ) AS "t37"
      ) AS "t38"
    ) AS "t39"
  ) AS "t40"
  WHERE
    "t40"."days" IS NOT NULL
) AS "t41"
GROUP BY
  1;
