WITH "t9" AS (
  SELECT
    *
  FROM "opportunities" AS "t3"
  WHERE
    (
      "t3"."created_on" IS NULL
    )
    OR (
      "t3"."created_on" <= MAKE_DATE(2026, 6, 30)
    )
), "t19" AS (
  SELECT
    "t16"."id",
    "t16"."outcome",
    "t16"."account_id",
    "t16"."close_on",
    "t16"."campaign_id",
    "t16"."channel",
    ROW_NUMBER() OVER (
      PARTITION BY "t16"."account_id"
      ORDER BY "t16"."close_on" ASC, "t16"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "turn"
  FROM (
    SELECT
      *
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
        "t11"."account_id",
        "t11"."close_on",
        "t11"."campaign_id",
        "t11"."channel"
      FROM "t9" AS "t11"
    ) AS "t14"
    WHERE
      "t14"."outcome" = 'won'
      AND "t14"."account_id" IS NOT NULL
      AND "t14"."close_on" IS NOT NULL
  ) AS "t16"
)
SELECT
  SUM(CAST("t45"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t45"."t0_n") AS "t0_n",
  SUM("t45"."t0_x") AS "t0_x",
  SUM("t45"."t0_m") AS "t0_m",
  SUM(CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t45"."t0_m" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t45"."t0_x" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t45"."t0_m" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE) * CAST("t45"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t44"."person_", 'fact ' || "t44"."id") AS "cluster",
    COUNT("t44"."t0_n") AS "t0_n",
    SUM("t44"."t0_x") AS "t0_x",
    SUM("t44"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t43"."id",
      "t43"."owner_id",
      "t43"."lost_on",
      "t43"."bought_on",
      "t43"."campaign_id",
      "t43"."channel",
      "t43"."again_on",
      "t43"."acquired_on",
      "t43"."lines",
      "t43"."person_",
      1 AS "t0_n",
      "t43"."lines" AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t41"."id",
          "t41"."owner_id",
          "t41"."lost_on",
          "t41"."bought_on",
          "t41"."campaign_id",
          "t41"."channel",
          "t41"."again_on",
          "t41"."acquired_on",
          "t41"."lines",
          "t41"."owner_id" AS "person_"
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
            "t40"."lines"
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
              "t39"."buyer",
              "t39"."line_count",
              COALESCE("t39"."line_count", 0) AS "lines"
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
                "t33"."buyer",
                "t33"."line_count"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t35"."id",
                    "t35"."owner_id",
                    "t35"."lost_on",
                    "t35"."bought_on",
                    "t35"."campaign_id",
                    "t35"."channel",
                    "t35"."again_on",
                    "t35"."acquired_on"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t31"."id",
                        "t31"."customer_since_on",
                        "t31"."owner_id",
                        "t31"."lost_on",
                        "t31"."buyer",
                        "t31"."bought_on",
                        "t31"."campaign_id",
                        "t31"."channel",
                        "t31"."second_buyer",
                        "t31"."again_on",
                        LEAST(
                          COALESCE("t31"."bought_on", "t31"."customer_since_on"),
                          COALESCE("t31"."customer_since_on", "t31"."bought_on")
                        ) AS "acquired_on"
                      FROM (
                        SELECT
                          "t8"."id",
                          "t8"."customer_since_on",
                          "t8"."owner_id",
                          "t8"."lost_on",
                          "t28"."buyer",
                          "t28"."bought_on",
                          "t28"."campaign_id",
                          "t28"."channel",
                          "t29"."second_buyer",
                          "t29"."again_on"
                        FROM (
                          SELECT
                            "t1"."id",
                            "t1"."customer_since_on",
                            "t1"."owner_id",
                            "t1"."lost_on"
                          FROM "accounts" AS "t1"
                        ) AS "t8"
                        LEFT OUTER JOIN (
                          SELECT
                            "t22"."account_id" AS "buyer",
                            "t22"."close_on" AS "bought_on",
                            "t22"."campaign_id",
                            "t22"."channel"
                          FROM (
                            SELECT
                              *
                            FROM "t19" AS "t20"
                            WHERE
                              "t20"."turn" = 0
                          ) AS "t22"
                        ) AS "t28"
                          ON "t8"."id" = "t28"."buyer"
                        LEFT OUTER JOIN (
                          SELECT
                            "t23"."account_id" AS "second_buyer",
                            "t23"."close_on" AS "again_on"
                          FROM (
                            SELECT
                              *
                            FROM "t19" AS "t20"
                            WHERE
                              "t20"."turn" = 1
                          ) AS "t23"
                        ) AS "t29"
                          ON "t8"."id" = "t29"."second_buyer"
                      ) AS "t31"
                    ) AS "t34"
                    WHERE
                      COALESCE("t34"."acquired_on" <= MAKE_DATE(2026, 6, 30), FALSE)
                  ) AS "t35"
                ) AS "t36"
                WHERE
                  "t36"."acquired_on" < MAKE_DATE(2026, 7, 1)
                  AND (
                    (
                      "t36"."lost_on" IS NULL
                    ) OR (
                      "t36"."lost_on" >= MAKE_DATE(2026, 7, 1)
                    )
                  )
                  AND TRUE
              ) AS "t38"
              LEFT OUTER JOIN (
                SELECT
                  "t30"."account_id" AS "buyer",
                  COUNT(DISTINCT "t30"."sold_line") AS "line_count"
                FROM (
                  SELECT
                    "t27"."id",
                    "t27"."outcome",
                    "t27"."account_id",
                    "t27"."close_on",
                    "t27"."product_id",
                    "t27"."line_deal",
                    "t27"."line_product",
                    "t27"."sold_product",
                    "t7"."line_of",
                    "t7"."sold_line"
                  FROM (
                    SELECT
                      "t21"."id",
                      "t21"."outcome",
                      "t21"."account_id",
                      "t21"."close_on",
                      "t21"."product_id",
                      "t21"."line_deal",
                      "t21"."line_product",
                      COALESCE("t21"."line_product", "t21"."product_id") AS "sold_product"
                    FROM (
                      SELECT
                        "t18"."id",
                        "t18"."outcome",
                        "t18"."account_id",
                        "t18"."close_on",
                        "t18"."product_id",
                        "t12"."line_deal",
                        "t12"."line_product"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            *
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
                              "t11"."account_id",
                              "t11"."close_on",
                              "t11"."product_id"
                            FROM "t9" AS "t11"
                          ) AS "t13"
                          WHERE
                            "t13"."outcome" = 'won'
                            AND "t13"."account_id" IS NOT NULL
                            AND "t13"."close_on" IS NOT NULL
                        ) AS "t15"
                        WHERE
                          "t15"."close_on" < MAKE_DATE(2026, 7, 1)
                      ) AS "t18"
                      LEFT OUTER JOIN (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t2"."opportunity_id" AS "line_deal",
                            "t2"."product_id" AS "line_product"
                          FROM "opportunity_lines" AS "t2"
                        ) AS "t6"
                        WHERE
                          "t6"."line_product" IS NOT NULL
                      ) AS "t12"
                        ON "t18"."id" = "t12"."line_deal"
                    ) AS "t21"
                  ) AS "t27"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."id" AS "line_of",
                      "t0"."family" AS "sold_line"
                    FROM "products" AS "t0"
                  ) AS "t7"
                    ON "t27"."sold_product" = "t7"."line_of"
                ) AS "t30"
                GROUP BY
                  1
              ) AS "t33"
                ON "t38"."id" = "t33"."buyer"
            ) AS "t39"
          ) AS "t40"
        ) AS "t41"
      ) AS "t42"
      WHERE
        "t42"."lines" > 0
    ) AS "t43"
  ) AS "t44"
  GROUP BY
    1
) AS "t45";
