SELECT
  "t40"."days",
  COUNT(*) AS "n",
  SUM(CAST("t40"."first" AS BIGINT)) AS "first",
  SUM(CAST("t40"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t40"."first" OR "t40"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t40"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t38"."person_id",
      "t38"."hired_on",
      "t38"."left_on",
      "t38"."ramped_on",
      "t38"."person_",
      DATE_DIFF('DAY', "t38"."hired_on", COALESCE("t38"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t38"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t38"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t38"."ramped_on" IS NULL
      )
      AND COALESCE("t38"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t37"."person_id",
        "t37"."hired_on",
        "t37"."left_on",
        "t37"."ramped_on",
        "t37"."person_id" AS "person_"
      FROM (
        SELECT
          "t28"."person_id",
          "t28"."hired_on",
          "t28"."left_on",
          "t36"."ramped_on"
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
        ) AS "t28"
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
                FROM "opportunity_splits" AS "t3"
              ) AS "t7"
            ) AS "t9"
          ) AS "t15"
          WHERE
            "t15"."person_id" IS NOT NULL
        ) AS "t22"
          ON "t28"."person_id" = "t22"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t34"."ramped_by",
            MIN("t34"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              "t28"."person_id" AS "ramped_by",
              "t33"."won_on" AS "ramped_on"
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
            ) AS "t28"
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
                    FROM "opportunity_splits" AS "t3"
                  ) AS "t7"
                ) AS "t9"
              ) AS "t15"
              WHERE
                "t15"."person_id" IS NOT NULL
            ) AS "t22"
              ON "t28"."person_id" = "t22"."person_id"
            INNER JOIN (
              SELECT
                "t31"."credited_id" AS "won_by",
                "t31"."happened_on" AS "won_on"
              FROM (
                SELECT
                  "t30"."id",
                  "t30"."outcome",
                  "t30"."close_on",
                  "t30"."credited_id",
                  "t30"."share_to",
                  "t30"."share_from",
                  "t30"."close_on" AS "happened_on"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t23"."id",
                      "t23"."outcome",
                      "t23"."close_on",
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
                        "t11"."close_on"
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
                          FROM "credits" AS "t4"
                          WHERE
                            COALESCE("t4"."kind", 'revenue') <> 'overlay'
                        ) AS "t13"
                        GROUP BY
                          1,
                          2
                      ) AS "t17"
                    ) AS "t26"
                      ON "t23"."id" = "t26"."credit_of"
                  ) AS "t29"
                  WHERE
                    "t29"."outcome" = 'won' AND "t29"."credited_id" IS NOT NULL
                ) AS "t30"
              ) AS "t31"
            ) AS "t33"
              ON "t28"."person_id" = "t33"."won_by" AND "t33"."won_on" >= "t28"."hired_on"
          ) AS "t34"
          GROUP BY
            1
        ) AS "t36"
          ON "t28"."person_id" = "t36"."ramped_by"
      ) AS "t37"
    ) AS "t38"
  ) AS "t39"
  WHERE
    "t39"."days" IS NOT NULL
) AS "t40"
GROUP BY
  1;
