WITH "t36" AS (
  SELECT
    *
  FROM (
    SELECT
      "t32"."id" AS "settled_id",
      GREATEST("t32"."hired_on" + INTERVAL '365' DAY, "t18"."first_on") AS "span_from",
      LEAST(COALESCE("t32"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1)) AS "span_to"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."id",
          "t4"."full_name",
          "t4"."first_name",
          "t4"."last_name",
          "t4"."email",
          "t4"."other_emails",
          "t4"."employee_number",
          "t4"."title",
          "t4"."role",
          "t4"."level",
          "t4"."manager_ref",
          "t4"."manager_id",
          "t4"."team_id",
          "t4"."territory_id",
          "t4"."region",
          "t4"."motion",
          "t4"."base_pay_minor",
          "t4"."base_pay_base_minor",
          "t4"."commission_rate",
          "t4"."currency",
          "t4"."hired_on",
          "t4"."left_on",
          "t4"."leaving_kind",
          "t4"."leaving_reason",
          "t4"."system",
          "t4"."load_id",
          "t4"."line"
        FROM "people" AS "t4"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t10"."person_id"
              FROM (
                SELECT
                  *
                FROM "org_history" AS "t1"
                WHERE
                  LOWER("t1"."role") IN (
                    'rep',
                    'seller',
                    'ae',
                    'account executive',
                    'account manager',
                    'sales rep',
                    'sales representative',
                    'sales executive'
                  )
              ) AS "t10"
            ) AS "t14"
            UNION
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t2"."owner_id" AS "person_id"
                FROM "opportunities" AS "t2"
              ) AS "t6"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "credits" AS "t3"
              ) AS "t7"
            ) AS "t9"
          ) AS "t15"
          WHERE
            "t15"."person_id" IS NOT NULL
        ) AS "t22"
          ON "t4"."id" = "t22"."person_id"
      ) AS "t27"
      WHERE
        "t27"."hired_on" IS NOT NULL
    ) AS "t32"
    CROSS JOIN (
      SELECT
        MIN("t12"."close_on") AS "first_on"
      FROM (
        SELECT
          *
        FROM "opportunities" AS "t2"
        WHERE
          "t2"."outcome" = 'won'
          AND "t2"."close_on" <= MAKE_DATE(2026, 6, 30)
          AND (
            (
              "t2"."created_on" IS NULL
            ) OR (
              "t2"."close_on" >= "t2"."created_on"
            )
          )
      ) AS "t12"
    ) AS "t18"
  ) AS "t35"
  WHERE
    "t35"."span_from" < "t35"."span_to"
), "t40" AS (
  SELECT
    *
  FROM (
    SELECT
      "t34"."credited_id" AS "won_by",
      "t34"."happened_on" AS "won_on",
      CAST(ROUND("t34"."amount_base_minor" * "t34"."share_to", 0) AS BIGINT) - CAST(ROUND("t34"."amount_base_minor" * "t34"."share_from", 0) AS BIGINT) AS "won_minor"
    FROM (
      SELECT
        "t33"."id",
        "t33"."outcome",
        "t33"."close_on",
        "t33"."amount_base_minor",
        "t33"."credited_id",
        "t33"."share_to",
        "t33"."share_from",
        "t33"."close_on" AS "happened_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t23"."id",
            "t23"."outcome",
            "t23"."close_on",
            "t23"."amount_base_minor",
            "t26"."credited_id",
            COALESCE("t26"."share_to", 1.0) AS "share_to",
            COALESCE("t26"."share_from", 0.0) AS "share_from"
          FROM (
            SELECT
              "t11"."id",
              CASE
                WHEN (
                  "t11"."outcome" <> 'open'
                )
                AND COALESCE("t11"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t11"."outcome"
              END AS "outcome",
              "t11"."close_on",
              "t11"."amount_base_minor"
            FROM (
              SELECT
                *
              FROM "opportunities" AS "t2"
              WHERE
                (
                  "t2"."created_on" IS NULL
                )
                OR (
                  "t2"."created_on" <= MAKE_DATE(2026, 6, 30)
                )
            ) AS "t11"
          ) AS "t23"
          LEFT OUTER JOIN (
            SELECT
              "t17"."opportunity_id" AS "credit_of",
              "t17"."person_id" AS "credited_id",
              SUM("t17"."part") OVER (
                PARTITION BY "t17"."opportunity_id"
                ORDER BY "t17"."person_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "share_to",
              SUM("t17"."part") OVER (
                PARTITION BY "t17"."opportunity_id"
                ORDER BY "t17"."person_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) - "t17"."part" AS "share_from"
            FROM (
              SELECT
                "t13"."opportunity_id",
                "t13"."person_id",
                SUM("t13"."part") AS "part"
              FROM (
                SELECT
                  *
                FROM "credits" AS "t3"
                WHERE
                  COALESCE("t3"."kind", 'revenue') <> 'overlay'
              ) AS "t13"
              GROUP BY
                1,
                2
            ) AS "t17"
          ) AS "t26"
            ON "t23"."id" = "t26"."credit_of"
        ) AS "t30"
        WHERE
          "t30"."outcome" = 'won' AND "t30"."credited_id" IS NOT NULL
      ) AS "t33"
    ) AS "t34"
  ) AS "t38"
  WHERE
    "t38"."won_minor" IS NOT NULL
)
SELECT
  "t65"."days",
  COUNT(*) AS "n",
  SUM(CAST("t65"."first" AS BIGINT)) AS "first",
  SUM(CAST("t65"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t65"."first" OR "t65"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t65"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t63"."person_id",
      "t63"."hired_on",
      "t63"."left_on",
      "t63"."ramped_on",
      "t63"."person_",
      DATE_DIFF('DAY', "t63"."hired_on", COALESCE("t63"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t63"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t63"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t63"."ramped_on" IS NULL
      )
      AND COALESCE("t63"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t62"."person_id",
        "t62"."hired_on",
        "t62"."left_on",
        "t62"."ramped_on",
        "t62"."person_id" AS "person_"
      FROM (
        SELECT
          "t29"."person_id",
          "t29"."hired_on",
          "t29"."left_on",
          "t61"."ramped_on"
        FROM (
          SELECT
            "t25"."person_id",
            "t25"."hired_on",
            "t25"."left_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t8"."person_id",
                "t8"."hired_on",
                "t8"."left_on",
                "t18"."first_on"
              FROM (
                SELECT
                  "t0"."id" AS "person_id",
                  "t0"."hired_on",
                  "t0"."left_on"
                FROM "people" AS "t0"
              ) AS "t8"
              CROSS JOIN (
                SELECT
                  MIN("t12"."close_on") AS "first_on"
                FROM (
                  SELECT
                    *
                  FROM "opportunities" AS "t2"
                  WHERE
                    "t2"."outcome" = 'won'
                    AND "t2"."close_on" <= MAKE_DATE(2026, 6, 30)
                    AND (
                      (
                        "t2"."created_on" IS NULL
                      ) OR (
                        "t2"."close_on" >= "t2"."created_on"
                      )
                    )
                ) AS "t12"
              ) AS "t18"
            ) AS "t21"
            WHERE
              "t21"."hired_on" >= "t21"."first_on"
              AND "t21"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t25"
        ) AS "t29"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t10"."person_id"
              FROM (
                SELECT
                  *
                FROM "org_history" AS "t1"
                WHERE
                  LOWER("t1"."role") IN (
                    'rep',
                    'seller',
                    'ae',
                    'account executive',
                    'account manager',
                    'sales rep',
                    'sales representative',
                    'sales executive'
                  )
              ) AS "t10"
            ) AS "t14"
            UNION
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t2"."owner_id" AS "person_id"
                FROM "opportunities" AS "t2"
              ) AS "t6"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "credits" AS "t3"
              ) AS "t7"
            ) AS "t9"
          ) AS "t15"
          WHERE
            "t15"."person_id" IS NOT NULL
        ) AS "t22"
          ON "t29"."person_id" = "t22"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t59"."ramped_by",
            MIN("t59"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t57"."person_id" AS "ramped_by",
                "t57"."hired_on" + TO_DAYS((
                  "t57"."quarter" + 1
                ) * 91) AS "ramped_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t55"."person_id",
                    "t55"."hired_on",
                    "t55"."quarter",
                    "t55"."won_minor",
                    "t53"."steady_minor"
                  FROM (
                    SELECT
                      "t51"."person_id",
                      "t51"."hired_on",
                      "t51"."quarter",
                      SUM("t51"."won_minor") AS "won_minor"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t46"."person_id",
                          "t46"."hired_on",
                          "t46"."won_by",
                          "t46"."won_on",
                          "t46"."won_minor",
                          CAST(FLOOR(DATE_DIFF('DAY', "t46"."hired_on", "t46"."won_on") / 91.0) AS BIGINT) AS "quarter"
                        FROM (
                          SELECT
                            "t29"."person_id",
                            "t29"."hired_on",
                            "t44"."won_by",
                            "t44"."won_on",
                            "t44"."won_minor"
                          FROM (
                            SELECT
                              "t25"."person_id",
                              "t25"."hired_on",
                              "t25"."left_on"
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  "t8"."person_id",
                                  "t8"."hired_on",
                                  "t8"."left_on",
                                  "t18"."first_on"
                                FROM (
                                  SELECT
                                    "t0"."id" AS "person_id",
                                    "t0"."hired_on",
                                    "t0"."left_on"
                                  FROM "people" AS "t0"
                                ) AS "t8"
                                CROSS JOIN (
                                  SELECT
                                    MIN("t12"."close_on") AS "first_on"
                                  FROM (
                                    SELECT
                                      *
                                    FROM "opportunities" AS "t2"
                                    WHERE
                                      "t2"."outcome" = 'won'
                                      AND "t2"."close_on" <= MAKE_DATE(2026, 6, 30)
                                      AND (
                                        (
                                          "t2"."created_on" IS NULL
                                        ) OR (
                                          "t2"."close_on" >= "t2"."created_on"
                                        )
                                      )
                                  ) AS "t12"
                                ) AS "t18"
                              ) AS "t21"
                              WHERE
                                "t21"."hired_on" >= "t21"."first_on"
                                AND "t21"."hired_on" <= MAKE_DATE(2026, 6, 30)
                            ) AS "t25"
                          ) AS "t29"
                          SEMI JOIN (
                            SELECT
                              *
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  "t10"."person_id"
                                FROM (
                                  SELECT
                                    *
                                  FROM "org_history" AS "t1"
                                  WHERE
                                    LOWER("t1"."role") IN (
                                      'rep',
                                      'seller',
                                      'ae',
                                      'account executive',
                                      'account manager',
                                      'sales rep',
                                      'sales representative',
                                      'sales executive'
                                    )
                                ) AS "t10"
                              ) AS "t14"
                              UNION
                              SELECT
                                *
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t2"."owner_id" AS "person_id"
                                  FROM "opportunities" AS "t2"
                                ) AS "t6"
                                UNION
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t3"."person_id"
                                  FROM "credits" AS "t3"
                                ) AS "t7"
                              ) AS "t9"
                            ) AS "t15"
                            WHERE
                              "t15"."person_id" IS NOT NULL
                          ) AS "t22"
                            ON "t29"."person_id" = "t22"."person_id"
                          INNER JOIN "t40" AS "t44"
                            ON "t29"."person_id" = "t44"."won_by"
                        ) AS "t46"
                      ) AS "t50"
                      WHERE
                        "t50"."quarter" >= 0
                    ) AS "t51"
                    GROUP BY
                      1,
                      2,
                      3
                  ) AS "t55"
                  CROSS JOIN (
                    SELECT
                      (
                        "t49"."total" * 91.0
                      ) / NULLIF("t43"."days", 0) AS "steady_minor"
                    FROM (
                      SELECT
                        SUM("t47"."won_minor") AS "total"
                      FROM (
                        SELECT
                          "t39"."settled_id",
                          "t39"."span_from",
                          "t39"."span_to",
                          "t45"."won_by",
                          "t45"."won_on",
                          "t45"."won_minor"
                        FROM "t36" AS "t39"
                        INNER JOIN "t40" AS "t45"
                          ON "t39"."settled_id" = "t45"."won_by"
                          AND "t45"."won_on" >= "t39"."span_from"
                          AND "t45"."won_on" < "t39"."span_to"
                      ) AS "t47"
                    ) AS "t49"
                    CROSS JOIN (
                      SELECT
                        SUM(DATE_DIFF('DAY', "t37"."span_from", "t37"."span_to")) AS "days"
                      FROM "t36" AS "t37"
                    ) AS "t43"
                  ) AS "t53"
                ) AS "t56"
                WHERE
                  "t56"."steady_minor" > 0
                  AND "t56"."won_minor" >= (
                    "t56"."steady_minor" * 0.75
                  )
              ) AS "t57"
            ) AS "t58"
            WHERE
              "t58"."ramped_on" <= MAKE_DATE(2026, 7, 1)
          ) AS "t59"
          GROUP BY
            1
        ) AS "t61"
          ON "t29"."person_id" = "t61"."ramped_by"
      ) AS "t62"
    ) AS "t63"
  ) AS "t64"
  WHERE
    "t64"."days" IS NOT NULL
) AS "t65"
GROUP BY
  1;
