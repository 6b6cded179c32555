SELECT
  SUM(CAST("t21"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t21"."t0_n") AS "t0_n",
  SUM("t21"."t0_x") AS "t0_x",
  SUM("t21"."t0_m") AS "t0_m",
  SUM(CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t21"."t0_m" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t21"."t0_x" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t21"."t0_m" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE) * CAST("t21"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t20"."person_", 'fact ' || "t20"."id") AS "cluster",
    COUNT("t20"."t0_n") AS "t0_n",
    SUM("t20"."t0_x") AS "t0_x",
    SUM("t20"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t19"."id",
      "t19"."outcome",
      "t19"."owner_id",
      "t19"."close_on",
      "t19"."product_id",
      "t19"."products",
      "t19"."person_",
      1 AS "t0_n",
      "t19"."products" AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t17"."id",
          "t17"."outcome",
          "t17"."owner_id",
          "t17"."close_on",
          "t17"."product_id",
          "t17"."products",
          "t17"."owner_id" AS "person_"
        FROM (
          SELECT
            "t11"."id",
            "t11"."outcome",
            "t11"."owner_id",
            "t11"."close_on",
            "t11"."product_id",
            COALESCE("t16"."sold_products", CAST("t11"."product_id" IS NOT NULL AS BIGINT)) AS "products"
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
              "t7"."owner_id",
              "t7"."close_on",
              "t7"."product_id"
            FROM (
              SELECT
                *
              FROM "opportunities" AS "t0"
              WHERE
                (
                  "t0"."created_on" IS NULL
                )
                OR (
                  "t0"."created_on" <= MAKE_DATE(2026, 6, 30)
                )
            ) AS "t7"
          ) AS "t11"
          LEFT OUTER JOIN (
            SELECT
              "t14"."line_deal",
              COUNT(DISTINCT "t14"."products") AS "sold_products"
            FROM (
              SELECT
                "t5"."sold_line",
                "t13"."line_deal",
                "t13"."sold_product",
                "t13"."amount_minor",
                "t13"."product_id" AS "products"
              FROM (
                SELECT
                  "t9"."id",
                  "t9"."opportunity_id",
                  "t9"."product_id",
                  "t9"."quantity",
                  "t9"."unit_price_minor",
                  "t9"."unit_price_base_minor",
                  "t9"."list_price_minor",
                  "t9"."list_price_base_minor",
                  "t9"."amount_minor",
                  "t9"."amount_base_minor",
                  "t9"."unit_cost_minor",
                  "t9"."unit_cost_base_minor",
                  "t9"."cost_minor",
                  "t9"."cost_base_minor",
                  "t9"."discount",
                  "t9"."currency",
                  "t9"."system",
                  "t9"."load_id",
                  "t9"."line",
                  "t9"."line_deal",
                  "t9"."deal_product",
                  "t9"."deal_currency",
                  "t9"."rate",
                  COALESCE("t9"."product_id", "t9"."deal_product") AS "sold_product"
                FROM (
                  SELECT
                    "t3"."id",
                    "t3"."opportunity_id",
                    "t3"."product_id",
                    "t3"."quantity",
                    "t3"."unit_price_minor",
                    "t3"."unit_price_base_minor",
                    "t3"."list_price_minor",
                    "t3"."list_price_base_minor",
                    "t3"."amount_minor",
                    "t3"."amount_base_minor",
                    "t3"."unit_cost_minor",
                    "t3"."unit_cost_base_minor",
                    "t3"."cost_minor",
                    "t3"."cost_base_minor",
                    "t3"."discount",
                    "t3"."currency",
                    "t3"."system",
                    "t3"."load_id",
                    "t3"."line",
                    "t8"."line_deal",
                    "t8"."deal_product",
                    "t8"."deal_currency",
                    "t8"."rate"
                  FROM "opportunity_lines" AS "t3"
                  INNER JOIN (
                    SELECT
                      "t0"."id" AS "line_deal",
                      "t0"."product_id" AS "deal_product",
                      "t0"."currency" AS "deal_currency",
                      "t0"."amount_base_minor" / NULLIF("t0"."amount_minor", 0) AS "rate"
                    FROM "opportunities" AS "t0"
                  ) AS "t8"
                    ON "t3"."opportunity_id" = "t8"."line_deal"
                ) AS "t9"
              ) AS "t13"
              LEFT OUTER JOIN (
                SELECT
                  "t1"."id" AS "line_of",
                  "t1"."family" AS "sold_line"
                FROM "products" AS "t1"
              ) AS "t5"
                ON "t13"."sold_product" = "t5"."line_of"
            ) AS "t14"
            GROUP BY
              1
          ) AS "t16"
            ON "t11"."id" = "t16"."line_deal"
        ) AS "t17"
      ) AS "t18"
      WHERE
        "t18"."outcome" = 'won' AND COALESCE("t18"."products" > 0, FALSE)
    ) AS "t19"
  ) AS "t20"
  GROUP BY
    1
) AS "t21";
