WITH "t4" AS (
  SELECT
    *
  FROM "opportunities" AS "t1"
  WHERE
    (
      "t1"."created_on" IS NULL
    )
    OR (
      "t1"."created_on" <= MAKE_DATE(2026, 6, 30)
    )
), "t12" AS (
  SELECT
    "t9"."id",
    "t9"."outcome",
    "t9"."account_id",
    "t9"."close_on",
    "t9"."campaign_id",
    "t9"."channel",
    ROW_NUMBER() OVER (
      PARTITION BY "t9"."account_id"
      ORDER BY "t9"."close_on" ASC, "t9"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "turn"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."id",
        CASE
          WHEN (
            "t5"."outcome" <> 'open'
          )
          AND COALESCE("t5"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
          THEN 'open'
          ELSE "t5"."outcome"
        END AS "outcome",
        "t5"."account_id",
        "t5"."close_on",
        "t5"."campaign_id",
        "t5"."channel"
      FROM "t4" AS "t5"
    ) AS "t7"
    WHERE
      "t7"."outcome" = 'won'
      AND "t7"."account_id" IS NOT NULL
      AND "t7"."close_on" IS NOT NULL
  ) AS "t9"
)
SELECT
  COUNT("t33"."t0_n") AS "t0_n",
  COUNT("t33"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t32"."id",
    "t32"."owner_id",
    "t32"."lost_on",
    "t32"."bought_on",
    "t32"."campaign_id",
    "t32"."channel",
    "t32"."again_on",
    "t32"."acquired_on",
    "t32"."bought_lately",
    "t32"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t30"."id",
        "t30"."owner_id",
        "t30"."lost_on",
        "t30"."bought_on",
        "t30"."campaign_id",
        "t30"."channel",
        "t30"."again_on",
        "t30"."acquired_on",
        "t30"."bought_lately",
        "t30"."owner_id" AS "person_"
      FROM (
        SELECT
          "t29"."id",
          "t29"."owner_id",
          "t29"."lost_on",
          "t29"."bought_on",
          "t29"."campaign_id",
          "t29"."channel",
          "t29"."again_on",
          "t29"."acquired_on",
          "t29"."bought_lately"
        FROM (
          SELECT
            "t28"."id",
            "t28"."owner_id",
            "t28"."lost_on",
            "t28"."bought_on",
            "t28"."campaign_id",
            "t28"."channel",
            "t28"."again_on",
            "t28"."acquired_on",
            "t28"."buyer",
            "t28"."buyer" IS NOT NULL AS "bought_lately"
          FROM (
            SELECT
              "t27"."id",
              "t27"."owner_id",
              "t27"."lost_on",
              "t27"."bought_on",
              "t27"."campaign_id",
              "t27"."channel",
              "t27"."again_on",
              "t27"."acquired_on",
              "t15"."buyer"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."id",
                  "t24"."owner_id",
                  "t24"."lost_on",
                  "t24"."bought_on",
                  "t24"."campaign_id",
                  "t24"."channel",
                  "t24"."again_on",
                  "t24"."acquired_on"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t22"."id",
                      "t22"."customer_since_on",
                      "t22"."owner_id",
                      "t22"."lost_on",
                      "t22"."buyer",
                      "t22"."bought_on",
                      "t22"."campaign_id",
                      "t22"."channel",
                      "t22"."second_buyer",
                      "t22"."again_on",
                      LEAST(
                        COALESCE("t22"."bought_on", "t22"."customer_since_on"),
                        COALESCE("t22"."customer_since_on", "t22"."bought_on")
                      ) AS "acquired_on"
                    FROM (
                      SELECT
                        "t3"."id",
                        "t3"."customer_since_on",
                        "t3"."owner_id",
                        "t3"."lost_on",
                        "t20"."buyer",
                        "t20"."bought_on",
                        "t20"."campaign_id",
                        "t20"."channel",
                        "t21"."second_buyer",
                        "t21"."again_on"
                      FROM (
                        SELECT
                          "t0"."id",
                          "t0"."customer_since_on",
                          "t0"."owner_id",
                          "t0"."lost_on"
                        FROM "accounts" AS "t0"
                      ) AS "t3"
                      LEFT OUTER JOIN (
                        SELECT
                          "t16"."account_id" AS "buyer",
                          "t16"."close_on" AS "bought_on",
                          "t16"."campaign_id",
                          "t16"."channel"
                        FROM (
                          SELECT
                            *
                          FROM "t12" AS "t13"
                          WHERE
                            "t13"."turn" = 0
                        ) AS "t16"
                      ) AS "t20"
                        ON "t3"."id" = "t20"."buyer"
                      LEFT OUTER JOIN (
                        SELECT
                          "t17"."account_id" AS "second_buyer",
                          "t17"."close_on" AS "again_on"
                        FROM (
                          SELECT
                            *
                          FROM "t12" AS "t13"
                          WHERE
                            "t13"."turn" = 1
                        ) AS "t17"
                      ) AS "t21"
                        ON "t3"."id" = "t21"."second_buyer"
                    ) AS "t22"
                  ) AS "t23"
                  WHERE
                    COALESCE("t23"."acquired_on" <= MAKE_DATE(2026, 6, 30), FALSE)
                ) AS "t24"
              ) AS "t25"
              WHERE
                "t25"."acquired_on" < MAKE_DATE(2026, 7, 1)
                AND (
                  (
                    "t25"."lost_on" IS NULL
                  ) OR (
                    "t25"."lost_on" >= MAKE_DATE(2026, 7, 1)
                  )
                )
                AND TRUE
            ) AS "t27"
            LEFT OUTER JOIN (
              SELECT DISTINCT
                *
              FROM (
                SELECT
                  "t10"."account_id" AS "buyer"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t5"."id",
                        CASE
                          WHEN (
                            "t5"."outcome" <> 'open'
                          )
                          AND COALESCE("t5"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                          THEN 'open'
                          ELSE "t5"."outcome"
                        END AS "outcome",
                        "t5"."account_id",
                        "t5"."close_on"
                      FROM "t4" AS "t5"
                    ) AS "t6"
                    WHERE
                      "t6"."outcome" = 'won'
                      AND "t6"."account_id" IS NOT NULL
                      AND "t6"."close_on" IS NOT NULL
                  ) AS "t8"
                  WHERE
                    "t8"."close_on" >= MAKE_DATE(2025, 7, 1)
                    AND "t8"."close_on" < MAKE_DATE(2026, 7, 1)
                ) AS "t10"
              ) AS "t11"
            ) AS "t15"
              ON "t27"."id" = "t15"."buyer"
          ) AS "t28"
        ) AS "t29"
      ) AS "t30"
    ) AS "t31"
    WHERE
      "t31"."bought_lately"
  ) AS "t32"
) AS "t33";
