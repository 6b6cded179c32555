WITH "t4" AS (
  SELECT
    *
  FROM "tickets" AS "t0"
  WHERE
    "t0"."opened_on" <= MAKE_DATE(2026, 6, 30)
), "t13" AS (
  SELECT
    "t12"."id",
    "t12"."outcome",
    "t12"."account_id",
    "t12"."close_on",
    "t12"."campaign_id",
    "t12"."channel",
    ROW_NUMBER() OVER (
      PARTITION BY "t12"."account_id"
      ORDER BY "t12"."close_on" ASC, "t12"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "turn"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t7"."id",
        CASE
          WHEN (
            "t7"."outcome" <> 'open'
          )
          AND COALESCE("t7"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
          THEN 'open'
          ELSE "t7"."outcome"
        END AS "outcome",
        "t7"."account_id",
        "t7"."close_on",
        "t7"."campaign_id",
        "t7"."channel"
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
      ) AS "t7"
    ) AS "t11"
    WHERE
      "t11"."outcome" = 'won'
      AND "t11"."account_id" IS NOT NULL
      AND "t11"."close_on" IS NOT NULL
  ) AS "t12"
), "t29" AS (
  SELECT
    "t28"."id",
    "t28"."owner_id",
    "t28"."lost_on",
    "t28"."bought_on",
    "t28"."campaign_id",
    "t28"."channel",
    "t28"."again_on",
    "t28"."acquired_on",
    "t28"."from_on",
    "t28"."to_on"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."id",
        "t26"."owner_id",
        "t26"."lost_on",
        "t26"."bought_on",
        "t26"."campaign_id",
        "t26"."channel",
        "t26"."again_on",
        "t26"."acquired_on",
        "t26"."first_on",
        GREATEST("t26"."acquired_on", "t26"."first_on") AS "from_on",
        LEAST(COALESCE("t26"."lost_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1)) AS "to_on"
      FROM (
        SELECT
          "t25"."id",
          "t25"."owner_id",
          "t25"."lost_on",
          "t25"."bought_on",
          "t25"."campaign_id",
          "t25"."channel",
          "t25"."again_on",
          "t25"."acquired_on",
          "t10"."first_on"
        FROM (
          SELECT
            "t23"."id",
            "t23"."owner_id",
            "t23"."lost_on",
            "t23"."bought_on",
            "t23"."campaign_id",
            "t23"."channel",
            "t23"."again_on",
            "t23"."acquired_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t21"."id",
                "t21"."customer_since_on",
                "t21"."owner_id",
                "t21"."lost_on",
                "t21"."buyer",
                "t21"."bought_on",
                "t21"."campaign_id",
                "t21"."channel",
                "t21"."second_buyer",
                "t21"."again_on",
                LEAST(
                  COALESCE("t21"."bought_on", "t21"."customer_since_on"),
                  COALESCE("t21"."customer_since_on", "t21"."bought_on")
                ) AS "acquired_on"
              FROM (
                SELECT
                  "t5"."id",
                  "t5"."customer_since_on",
                  "t5"."owner_id",
                  "t5"."lost_on",
                  "t19"."buyer",
                  "t19"."bought_on",
                  "t19"."campaign_id",
                  "t19"."channel",
                  "t20"."second_buyer",
                  "t20"."again_on"
                FROM (
                  SELECT
                    "t1"."id",
                    "t1"."customer_since_on",
                    "t1"."owner_id",
                    "t1"."lost_on"
                  FROM "accounts" AS "t1"
                ) AS "t5"
                LEFT OUTER JOIN (
                  SELECT
                    "t15"."account_id" AS "buyer",
                    "t15"."close_on" AS "bought_on",
                    "t15"."campaign_id",
                    "t15"."channel"
                  FROM (
                    SELECT
                      *
                    FROM "t13" AS "t14"
                    WHERE
                      "t14"."turn" = 0
                  ) AS "t15"
                ) AS "t19"
                  ON "t5"."id" = "t19"."buyer"
                LEFT OUTER JOIN (
                  SELECT
                    "t16"."account_id" AS "second_buyer",
                    "t16"."close_on" AS "again_on"
                  FROM (
                    SELECT
                      *
                    FROM "t13" AS "t14"
                    WHERE
                      "t14"."turn" = 1
                  ) AS "t16"
                ) AS "t20"
                  ON "t5"."id" = "t20"."second_buyer"
              ) AS "t21"
            ) AS "t22"
            WHERE
              COALESCE("t22"."acquired_on" <= MAKE_DATE(2026, 6, 30), FALSE)
          ) AS "t23"
        ) AS "t25"
        CROSS JOIN (
          SELECT
            MIN("t6"."opened_on") AS "first_on"
          FROM "t4" AS "t6"
        ) AS "t10"
      ) AS "t26"
    ) AS "t27"
    WHERE
      "t27"."from_on" < "t27"."to_on"
  ) AS "t28"
)
SELECT
  SUM(CAST("t42"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t42"."t0_n") AS "t0_n",
  SUM("t42"."t0_x") AS "t0_x",
  SUM("t42"."t0_m") AS "t0_m",
  SUM(CAST("t42"."t0_x" AS DOUBLE) * CAST("t42"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t42"."t0_x" AS DOUBLE) * "t42"."t0_m") AS "t0_xm",
  SUM("t42"."t0_m" * "t42"."t0_m") AS "t0_mm",
  SUM(
    CAST("t42"."t0_x" AS DOUBLE) * CAST("t42"."t0_x" AS DOUBLE) * CAST("t42"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t42"."t0_x" AS DOUBLE) * CAST("t42"."t0_x" AS DOUBLE) * "t42"."t0_m") AS "t0_xxm",
  SUM(CAST("t42"."t0_x" AS DOUBLE) * "t42"."t0_m" * "t42"."t0_m") AS "t0_xmm",
  SUM("t42"."t0_m" * "t42"."t0_m" * "t42"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t41"."id" AS "cluster",
    COUNT("t41"."t0_n") AS "t0_n",
    SUM("t41"."t0_x") AS "t0_x",
    SUM("t41"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t40"."id",
      "t40"."owner_id",
      "t40"."lost_on",
      "t40"."bought_on",
      "t40"."campaign_id",
      "t40"."channel",
      "t40"."again_on",
      "t40"."acquired_on",
      "t40"."tickets",
      "t40"."years",
      "t40"."person_",
      1 AS "t0_n",
      "t40"."tickets" AS "t0_x",
      "t40"."years" AS "t0_m"
    FROM (
      SELECT
        "t39"."id",
        "t39"."owner_id",
        "t39"."lost_on",
        "t39"."bought_on",
        "t39"."campaign_id",
        "t39"."channel",
        "t39"."again_on",
        "t39"."acquired_on",
        "t39"."tickets",
        "t39"."years",
        "t39"."owner_id" AS "person_"
      FROM (
        SELECT
          "t38"."id",
          "t38"."owner_id",
          "t38"."lost_on",
          "t38"."bought_on",
          "t38"."campaign_id",
          "t38"."channel",
          "t38"."again_on",
          "t38"."acquired_on",
          "t38"."tickets",
          "t38"."years"
        FROM (
          SELECT
            "t37"."id",
            "t37"."owner_id",
            "t37"."lost_on",
            "t37"."bought_on",
            "t37"."campaign_id",
            "t37"."channel",
            "t37"."again_on",
            "t37"."acquired_on",
            "t37"."from_on",
            "t37"."to_on",
            "t37"."key_account",
            "t37"."opened_count",
            COALESCE("t37"."opened_count", 0) AS "tickets",
            DATE_DIFF('DAY', "t37"."from_on", "t37"."to_on") / 365.25 AS "years"
          FROM (
            SELECT
              "t31"."id",
              "t31"."owner_id",
              "t31"."lost_on",
              "t31"."bought_on",
              "t31"."campaign_id",
              "t31"."channel",
              "t31"."again_on",
              "t31"."acquired_on",
              "t31"."from_on",
              "t31"."to_on",
              "t36"."key_account",
              "t36"."opened_count"
            FROM "t29" AS "t31"
            LEFT OUTER JOIN (
              SELECT
                "t34"."key_account",
                COUNT(*) AS "opened_count"
              FROM (
                SELECT
                  "t33"."key_account",
                  "t33"."key_from",
                  "t33"."key_to",
                  "t8"."id",
                  "t8"."account_id",
                  "t8"."opened_at",
                  "t8"."opened_on",
                  "t8"."opened_zone",
                  "t8"."closed_at",
                  "t8"."closed_on",
                  "t8"."closed_zone",
                  "t8"."priority",
                  "t8"."topic",
                  "t8"."satisfaction",
                  "t8"."system",
                  "t8"."load_id",
                  "t8"."line"
                FROM (
                  SELECT
                    "t30"."id" AS "key_account",
                    "t30"."from_on" AS "key_from",
                    "t30"."to_on" AS "key_to"
                  FROM "t29" AS "t30"
                ) AS "t33"
                INNER JOIN "t4" AS "t8"
                  ON "t33"."key_account" = "t8"."account_id"
                  AND "t8"."opened_on" >= "t33"."key_from"
                  AND "t8"."opened_on" < "t33"."key_to"
              ) AS "t34"
              GROUP BY
                1
            ) AS "t36"
              ON "t31"."id" = "t36"."key_account"
          ) AS "t37"
        ) AS "t38"
      ) AS "t39"
    ) AS "t40"
  ) AS "t41"
  GROUP BY
    1
) AS "t42";
