WITH "t37" AS (
  SELECT
    *
  FROM (
    SELECT
      "t33"."id" AS "settled_id",
      GREATEST("t33"."hired_on" + INTERVAL '365' DAY, "t19"."first_on") AS "span_from",
      LEAST(COALESCE("t33"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1)) AS "span_to"
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
          "t5"."line"
        FROM "people" AS "t5"
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
                  "t2"."owner_id" AS "person_id"
                FROM "opportunities" AS "t2"
              ) AS "t7"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "opportunity_splits" AS "t3"
              ) AS "t8"
            ) AS "t10"
          ) AS "t16"
          WHERE
            "t16"."person_id" IS NOT NULL
        ) AS "t23"
          ON "t5"."id" = "t23"."person_id"
      ) AS "t28"
      WHERE
        "t28"."hired_on" IS NOT NULL
    ) AS "t33"
    CROSS JOIN (
      SELECT
        MIN("t13"."close_on") AS "first_on"
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
      ) AS "t13"
    ) AS "t19"
  ) AS "t36"
  WHERE
    "t36"."span_from" < "t36"."span_to"
), "t41" AS (
  SELECT
    *
  FROM (
    SELECT
      "t35"."credited_id" AS "won_by",
      "t35"."happened_on" AS "won_on",
      CAST(ROUND("t35"."amount_base_minor" * "t35"."share_to", 0) AS BIGINT) - CAST(ROUND("t35"."amount_base_minor" * "t35"."share_from", 0) AS BIGINT) AS "won_minor"
    FROM (
      SELECT
        "t34"."id",
        "t34"."outcome",
        "t34"."close_on",
        "t34"."amount_base_minor",
        "t34"."credited_id",
        "t34"."share_to",
        "t34"."share_from",
        "t34"."close_on" AS "happened_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t24"."id",
            "t24"."outcome",
            "t24"."close_on",
            "t24"."amount_base_minor",
            "t27"."credited_id",
            COALESCE("t27"."share_to", 1.0) AS "share_to",
            COALESCE("t27"."share_from", 0.0) AS "share_from"
          FROM (
            SELECT
              "t12"."id",
              CASE
                WHEN (
                  "t12"."outcome" <> 'open'
                )
                AND COALESCE("t12"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t12"."outcome"
              END AS "outcome",
              "t12"."close_on",
              "t12"."amount_base_minor"
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
            ) AS "t12"
          ) AS "t24"
          LEFT OUTER JOIN (
            SELECT
              "t18"."opportunity_id" AS "credit_of",
              "t18"."person_id" AS "credited_id",
              SUM("t18"."part") OVER (
                PARTITION BY "t18"."opportunity_id"
                ORDER BY "t18"."person_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "share_to",
              SUM("t18"."part") OVER (
                PARTITION BY "t18"."opportunity_id"
                ORDER BY "t18"."person_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) - "t18"."part" AS "share_from"
            FROM (
              SELECT
                "t14"."opportunity_id",
                "t14"."person_id",
                SUM("t14"."part") AS "part"
              FROM (
                SELECT
                  *
                FROM "credits" AS "t4"
                WHERE
                  COALESCE("t4"."kind", 'revenue') <> 'overlay'
              ) AS "t14"
              GROUP BY
                1,
                2
            ) AS "t18"
          ) AS "t27"
            ON "t24"."id" = "t27"."credit_of"
        ) AS "t31"
        WHERE
          "t31"."outcome" = 'won' AND "t31"."credited_id" IS NOT NULL
      ) AS "t34"
    ) AS "t35"
  ) AS "t39"
  WHERE
    "t39"."won_minor" IS NOT NULL
)
SELECT
  "t66"."days",
  COUNT(*) AS "n",
  SUM(CAST("t66"."first" AS BIGINT)) AS "first",
  SUM(CAST("t66"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t66"."first" OR "t66"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t66"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t64"."person_id",
      "t64"."hired_on",
      "t64"."left_on",
      "t64"."ramped_on",
      "t64"."person_",
      DATE_DIFF('DAY', "t64"."hired_on", COALESCE("t64"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t64"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t64"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t64"."ramped_on" IS NULL
      )
      AND COALESCE("t64"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t63"."person_id",
        "t63"."hired_on",
        "t63"."left_on",
        "t63"."ramped_on",
        "t63"."person_id" AS "person_"
      FROM (
        SELECT
          "t30"."person_id",
          "t30"."hired_on",
          "t30"."left_on",
          "t62"."ramped_on"
        FROM (
          SELECT
            "t26"."person_id",
            "t26"."hired_on",
            "t26"."left_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t9"."person_id",
                "t9"."hired_on",
                "t9"."left_on",
                "t19"."first_on"
              FROM (
                SELECT
                  "t0"."id" AS "person_id",
                  "t0"."hired_on",
                  "t0"."left_on"
                FROM "people" AS "t0"
              ) AS "t9"
              CROSS JOIN (
                SELECT
                  MIN("t13"."close_on") AS "first_on"
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
                ) AS "t13"
              ) AS "t19"
            ) AS "t22"
            WHERE
              "t22"."hired_on" >= "t22"."first_on"
              AND "t22"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t26"
        ) AS "t30"
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
                  "t2"."owner_id" AS "person_id"
                FROM "opportunities" AS "t2"
              ) AS "t7"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "opportunity_splits" AS "t3"
              ) AS "t8"
            ) AS "t10"
          ) AS "t16"
          WHERE
            "t16"."person_id" IS NOT NULL
        ) AS "t23"
          ON "t30"."person_id" = "t23"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t60"."ramped_by",
            MIN("t60"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t58"."person_id" AS "ramped_by",
                "t58"."hired_on" + TO_DAYS((
                  "t58"."quarter" + 1
                ) * 91) AS "ramped_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t56"."person_id",
                    "t56"."hired_on",
                    "t56"."quarter",
                    "t56"."won_minor",
                    "t54"."steady_minor"
                  FROM (
                    SELECT
                      "t52"."person_id",
                      "t52"."hired_on",
                      "t52"."quarter",
                      SUM("t52"."won_minor") AS "won_minor"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t47"."person_id",
                          "t47"."hired_on",
                          "t47"."won_by",
                          "t47"."won_on",
                          "t47"."won_minor",
                          CAST(FLOOR(DATE_DIFF('DAY', "t47"."hired_on", "t47"."won_on") / 91.0) AS BIGINT) AS "quarter"
                        FROM (
                          SELECT
                            "t30"."person_id",
                            "t30"."hired_on",
                            "t45"."won_by",
                            "t45"."won_on",
                            "t45"."won_minor"
                          FROM (
                            SELECT
                              "t26"."person_id",
                              "t26"."hired_on",
                              "t26"."left_on"
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  "t9"."person_id",
                                  "t9"."hired_on",
                                  "t9"."left_on",
                                  "t19"."first_on"
                                FROM (
                                  SELECT
                                    "t0"."id" AS "person_id",
                                    "t0"."hired_on",
                                    "t0"."left_on"
                                  FROM "people" AS "t0"
                                ) AS "t9"
                                CROSS JOIN (
                                  SELECT
                                    MIN("t13"."close_on") AS "first_on"
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
                                  ) AS "t13"
                                ) AS "t19"
                              ) AS "t22"
                              WHERE
                                "t22"."hired_on" >= "t22"."first_on"
                                AND "t22"."hired_on" <= MAKE_DATE(2026, 6, 30)
                            ) AS "t26"
                          ) AS "t30"
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
                                    "t2"."owner_id" AS "person_id"
                                  FROM "opportunities" AS "t2"
                                ) AS "t7"
                                UNION
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t3"."person_id"
                                  FROM "opportunity_splits" AS "t3"
                                ) AS "t8"
                              ) AS "t10"
                            ) AS "t16"
                            WHERE
                              "t16"."person_id" IS NOT NULL
                          ) AS "t23"
                            ON "t30"."person_id" = "t23"."person_id"
                          INNER JOIN "t41" AS "t45"
                            ON "t30"."person_id" = "t45"."won_by"
                        ) AS "t47"
                      ) AS "t51"
                      WHERE
                        "t51"."quarter" >= 0
                    ) AS "t52"
                    GROUP BY
                      1,
                      2,
                      3
                  ) AS "t56"
                  CROSS JOIN (
                    SELECT
                      (
                        "t50"."total" * 91.0
                      ) / NULLIF("t44"."days", 0) AS "steady_minor"
                    FROM (
                      SELECT
                        SUM("t48"."won_minor") AS "total"
                      FROM (
                        SELECT
                          "t40"."settled_id",
                          "t40"."span_from",
                          "t40"."span_to",
                          "t46"."won_by",
                          "t46"."won_on",
                          "t46"."won_minor"
                        FROM "t37" AS "t40"
                        INNER JOIN "t41" AS "t46"
                          ON "t40"."settled_id" = "t46"."won_by"
                          AND "t46"."won_on" >= "t40"."span_from"
                          AND "t46"."won_on" < "t40"."span_to"
                      ) AS "t48"
                    ) AS "t50"
                    CROSS JOIN (
                      SELECT
                        SUM(DATE_DIFF('DAY', "t38"."span_from", "t38"."span_to")) AS "days"
                      FROM "t37" AS "t38"
                    ) AS "t44"
                  ) AS "t54"
                ) AS "t57"
                WHERE
                  "t57"."steady_minor" > 0
                  AND "t57"."won_minor" >= (
                    "t57"."steady_minor" * 0.75
                  )
              ) AS "t58"
            ) AS "t59"
            WHERE
              "t59"."ramped_on" <= MAKE_DATE(2026, 7, 1)
          ) AS "t60"
          GROUP BY
            1
        ) AS "t62"
          ON "t30"."person_id" = "t62"."ramped_by"
      ) AS "t63"
    ) AS "t64"
  ) AS "t65"
  WHERE
    "t65"."days" IS NOT NULL
) AS "t66"
GROUP BY
  1;
