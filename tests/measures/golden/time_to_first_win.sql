SELECT
  "t39"."days",
  COUNT(*) AS "n",
  SUM(CAST("t39"."first" AS BIGINT)) AS "first",
  SUM(CAST("t39"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t39"."first" OR "t39"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t39"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t37"."person_id",
      "t37"."hired_on",
      "t37"."left_on",
      "t37"."ramped_on",
      "t37"."person_",
      DATE_DIFF('DAY', "t37"."hired_on", COALESCE("t37"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t37"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t37"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t37"."ramped_on" IS NULL
      )
      AND COALESCE("t37"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t36"."person_id",
        "t36"."hired_on",
        "t36"."left_on",
        "t36"."ramped_on",
        "t36"."person_id" AS "person_"
      FROM (
        SELECT
          "t27"."person_id",
          "t27"."hired_on",
          "t27"."left_on",
          "t35"."ramped_on"
        FROM (
          SELECT
            "t24"."person_id",
            "t24"."hired_on",
            "t24"."left_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t7"."person_id",
                "t7"."hired_on",
                "t7"."left_on",
                "t17"."first_on"
              FROM (
                SELECT
                  "t0"."id" AS "person_id",
                  "t0"."hired_on",
                  "t0"."left_on"
                FROM "people" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT
                  MIN("t11"."close_on") AS "first_on"
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
                ) AS "t11"
              ) AS "t17"
            ) AS "t20"
            WHERE
              "t20"."hired_on" >= "t20"."first_on"
              AND "t20"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t24"
        ) AS "t27"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t9"."person_id"
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
              ) AS "t9"
            ) AS "t13"
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
              ) AS "t5"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "credits" AS "t3"
              ) AS "t6"
            ) AS "t8"
          ) AS "t14"
          WHERE
            "t14"."person_id" IS NOT NULL
        ) AS "t21"
          ON "t27"."person_id" = "t21"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t33"."ramped_by",
            MIN("t33"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              "t27"."person_id" AS "ramped_by",
              "t32"."won_on" AS "ramped_on"
            FROM (
              SELECT
                "t24"."person_id",
                "t24"."hired_on",
                "t24"."left_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t7"."person_id",
                    "t7"."hired_on",
                    "t7"."left_on",
                    "t17"."first_on"
                  FROM (
                    SELECT
                      "t0"."id" AS "person_id",
                      "t0"."hired_on",
                      "t0"."left_on"
                    FROM "people" AS "t0"
                  ) AS "t7"
                  CROSS JOIN (
                    SELECT
                      MIN("t11"."close_on") AS "first_on"
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
                    ) AS "t11"
                  ) AS "t17"
                ) AS "t20"
                WHERE
                  "t20"."hired_on" >= "t20"."first_on"
                  AND "t20"."hired_on" <= MAKE_DATE(2026, 6, 30)
              ) AS "t24"
            ) AS "t27"
            SEMI JOIN (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t9"."person_id"
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
                  ) AS "t9"
                ) AS "t13"
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
                  ) AS "t5"
                  UNION
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t3"."person_id"
                    FROM "credits" AS "t3"
                  ) AS "t6"
                ) AS "t8"
              ) AS "t14"
              WHERE
                "t14"."person_id" IS NOT NULL
            ) AS "t21"
              ON "t27"."person_id" = "t21"."person_id"
            INNER JOIN (
              SELECT
                "t30"."credited_id" AS "won_by",
                "t30"."happened_on" AS "won_on"
              FROM (
                SELECT
                  "t29"."id",
                  "t29"."outcome",
                  "t29"."close_on",
                  "t29"."credited_id",
                  "t29"."share_to",
                  "t29"."share_from",
                  "t29"."close_on" AS "happened_on"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t22"."id",
                      "t22"."outcome",
                      "t22"."close_on",
                      "t25"."credited_id",
                      COALESCE("t25"."share_to", 1.0) AS "share_to",
                      COALESCE("t25"."share_from", 0.0) AS "share_from"
                    FROM (
                      SELECT
                        "t10"."id",
                        CASE
                          WHEN (
                            "t10"."outcome" <> 'open'
                          )
                          AND COALESCE("t10"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                          THEN 'open'
                          ELSE "t10"."outcome"
                        END AS "outcome",
                        "t10"."close_on"
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
                      ) AS "t10"
                    ) AS "t22"
                    LEFT OUTER JOIN (
                      SELECT
                        "t16"."opportunity_id" AS "credit_of",
                        "t16"."person_id" AS "credited_id",
                        SUM("t16"."part") OVER (
                          PARTITION BY "t16"."opportunity_id"
                          ORDER BY "t16"."person_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "share_to",
                        SUM("t16"."part") OVER (
                          PARTITION BY "t16"."opportunity_id"
                          ORDER BY "t16"."person_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) - "t16"."part" AS "share_from"
                      FROM (
                        SELECT
                          "t12"."opportunity_id",
                          "t12"."person_id",
                          SUM("t12"."part") AS "part"
                        FROM (
                          SELECT
                            *
                          FROM "credits" AS "t3"
                          WHERE
                            COALESCE("t3"."kind", 'revenue') <> 'overlay'
                        ) AS "t12"
                        GROUP BY
                          1,
                          2
                      ) AS "t16"
                    ) AS "t25"
                      ON "t22"."id" = "t25"."credit_of"
                  ) AS "t28"
                  WHERE
                    "t28"."outcome" = 'won' AND "t28"."credited_id" IS NOT NULL
                ) AS "t29"
              ) AS "t30"
            ) AS "t32"
              ON "t27"."person_id" = "t32"."won_by" AND "t32"."won_on" >= "t27"."hired_on"
          ) AS "t33"
          GROUP BY
            1
        ) AS "t35"
          ON "t27"."person_id" = "t35"."ramped_by"
      ) AS "t36"
    ) AS "t37"
  ) AS "t38"
  WHERE
    "t38"."days" IS NOT NULL
) AS "t39"
GROUP BY
  1;
