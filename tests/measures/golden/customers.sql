WITH "t7" AS (
  SELECT
    "t6"."id",
    "t6"."outcome",
    "t6"."account_id",
    "t6"."close_on",
    "t6"."campaign_id",
    "t6"."channel",
    ROW_NUMBER() OVER (
      PARTITION BY "t6"."account_id"
      ORDER BY "t6"."close_on" ASC, "t6"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "turn"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."id",
        CASE
          WHEN (
            "t4"."outcome" <> 'open'
          )
          AND COALESCE("t4"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
          THEN 'open'
          ELSE "t4"."outcome"
        END AS "outcome",
        "t4"."account_id",
        "t4"."close_on",
        "t4"."campaign_id",
        "t4"."channel"
      FROM (
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
      ) AS "t4"
    ) AS "t5"
    WHERE
      "t5"."outcome" = 'won'
      AND "t5"."account_id" IS NOT NULL
      AND "t5"."close_on" IS NOT NULL
  ) AS "t6"
)
SELECT
  COUNT("t21"."t0_n") AS "t0_n",
  COUNT("t21"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t20"."id",
    "t20"."owner_id",
    "t20"."lost_on",
    "t20"."bought_on",
    "t20"."campaign_id",
    "t20"."channel",
    "t20"."again_on",
    "t20"."acquired_on",
    "t20"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t19"."id",
      "t19"."owner_id",
      "t19"."lost_on",
      "t19"."bought_on",
      "t19"."campaign_id",
      "t19"."channel",
      "t19"."again_on",
      "t19"."acquired_on",
      "t19"."owner_id" AS "person_"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t17"."id",
          "t17"."owner_id",
          "t17"."lost_on",
          "t17"."bought_on",
          "t17"."campaign_id",
          "t17"."channel",
          "t17"."again_on",
          "t17"."acquired_on"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t15"."id",
              "t15"."customer_since_on",
              "t15"."owner_id",
              "t15"."lost_on",
              "t15"."buyer",
              "t15"."bought_on",
              "t15"."campaign_id",
              "t15"."channel",
              "t15"."second_buyer",
              "t15"."again_on",
              LEAST(
                COALESCE("t15"."bought_on", "t15"."customer_since_on"),
                COALESCE("t15"."customer_since_on", "t15"."bought_on")
              ) AS "acquired_on"
            FROM (
              SELECT
                "t3"."id",
                "t3"."customer_since_on",
                "t3"."owner_id",
                "t3"."lost_on",
                "t13"."buyer",
                "t13"."bought_on",
                "t13"."campaign_id",
                "t13"."channel",
                "t14"."second_buyer",
                "t14"."again_on"
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
                  "t9"."account_id" AS "buyer",
                  "t9"."close_on" AS "bought_on",
                  "t9"."campaign_id",
                  "t9"."channel"
                FROM (
                  SELECT
                    *
                  FROM "t7" AS "t8"
                  WHERE
                    "t8"."turn" = 0
                ) AS "t9"
              ) AS "t13"
                ON "t3"."id" = "t13"."buyer"
              LEFT OUTER JOIN (
                SELECT
                  "t10"."account_id" AS "second_buyer",
                  "t10"."close_on" AS "again_on"
                FROM (
                  SELECT
                    *
                  FROM "t7" AS "t8"
                  WHERE
                    "t8"."turn" = 1
                ) AS "t10"
              ) AS "t14"
                ON "t3"."id" = "t14"."second_buyer"
            ) AS "t15"
          ) AS "t16"
          WHERE
            COALESCE("t16"."acquired_on" <= MAKE_DATE(2026, 6, 30), FALSE)
        ) AS "t17"
      ) AS "t18"
      WHERE
        "t18"."acquired_on" < MAKE_DATE(2026, 7, 1)
        AND (
          (
            "t18"."lost_on" IS NULL
          ) OR (
            "t18"."lost_on" >= MAKE_DATE(2026, 7, 1)
          )
        )
        AND TRUE
    ) AS "t19"
  ) AS "t20"
) AS "t21";
