SELECT
  "t30"."days",
  COUNT(*) AS "n",
  SUM(CAST("t30"."first" AS BIGINT)) AS "first",
  SUM(CAST("t30"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t30"."first" OR "t30"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t30"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t28"."person_id",
      "t28"."hired_on",
      "t28"."left_on",
      "t28"."ramped_on",
      "t28"."person_",
      DATE_DIFF('DAY', "t28"."hired_on", COALESCE("t28"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t28"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t28"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t28"."ramped_on" IS NULL
      )
      AND COALESCE("t28"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t27"."person_id",
        "t27"."hired_on",
        "t27"."left_on",
        "t27"."ramped_on",
        "t27"."person_id" AS "person_"
      FROM (
        SELECT
          "t23"."person_id",
          "t23"."hired_on",
          "t23"."left_on",
          "t26"."ramped_on"
        FROM (
          SELECT
            "t21"."person_id",
            "t21"."hired_on",
            "t21"."left_on"
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
            ) AS "t19"
            WHERE
              "t19"."hired_on" >= "t19"."first_on"
              AND "t19"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t21"
        ) AS "t23"
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
                FROM "opportunity_splits" AS "t3"
              ) AS "t6"
            ) AS "t9"
          ) AS "t15"
          WHERE
            "t15"."person_id" IS NOT NULL
        ) AS "t20"
          ON "t23"."person_id" = "t20"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t24"."ramped_by",
            MIN("t24"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              "t23"."person_id" AS "ramped_by",
              "t14"."opened_on" AS "ramped_on"
            FROM (
              SELECT
                "t21"."person_id",
                "t21"."hired_on",
                "t21"."left_on"
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
                ) AS "t19"
                WHERE
                  "t19"."hired_on" >= "t19"."first_on"
                  AND "t19"."hired_on" <= MAKE_DATE(2026, 6, 30)
              ) AS "t21"
            ) AS "t23"
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
                    FROM "opportunity_splits" AS "t3"
                  ) AS "t6"
                ) AS "t9"
              ) AS "t15"
              WHERE
                "t15"."person_id" IS NOT NULL
            ) AS "t20"
              ON "t23"."person_id" = "t20"."person_id"
            INNER JOIN (
              SELECT
                "t8"."owner_id" AS "opened_by",
                "t8"."created_on" AS "opened_on"
              FROM (
                SELECT
                  *
                FROM "opportunities" AS "t2"
                WHERE
                  "t2"."created_on" <= MAKE_DATE(2026, 6, 30)
              ) AS "t8"
            ) AS "t14"
              ON "t23"."person_id" = "t14"."opened_by" AND "t14"."opened_on" >= "t23"."hired_on"
          ) AS "t24"
          GROUP BY
            1
        ) AS "t26"
          ON "t23"."person_id" = "t26"."ramped_by"
      ) AS "t27"
    ) AS "t28"
  ) AS "t29"
  WHERE
    "t29"."days" IS NOT NULL
) AS "t30"
GROUP BY
  1;
