SELECT
  SUM(CAST("t17"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t17"."t0_n") AS "t0_n",
  SUM("t17"."t0_x") AS "t0_x",
  SUM("t17"."t0_m") AS "t0_m",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t17"."t0_m" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t17"."t0_m" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE) * CAST("t17"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t16"."person_", 'deal ' || "t16"."id") AS "cluster",
    COUNT("t16"."t0_n") AS "t0_n",
    SUM("t16"."t0_x") AS "t0_x",
    SUM("t16"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t15"."id",
      "t15"."outcome",
      "t15"."owner_id",
      "t15"."close_on",
      "t15"."product_id",
      "t15"."products",
      "t15"."person_",
      1 AS "t0_n",
      "t15"."products" AS "t0_x",
      CAST("t15"."id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13"."id",
          "t13"."outcome",
          "t13"."owner_id",
          "t13"."close_on",
          "t13"."product_id",
          "t13"."products",
          "t13"."owner_id" AS "person_"
        FROM (
          SELECT
            "t10"."id",
            "t10"."outcome",
            "t10"."owner_id",
            "t10"."close_on",
            "t10"."product_id",
            COALESCE("t12"."sold_products", CAST("t10"."product_id" IS NOT NULL AS BIGINT)) AS "products"
          FROM (
            SELECT
              "t6"."id",
              CASE
                WHEN (
                  "t6"."outcome" <> 'open'
                )
                AND COALESCE("t6"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t6"."outcome"
              END AS "outcome",
              "t6"."owner_id",
              "t6"."close_on",
              "t6"."product_id"
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
            ) AS "t6"
          ) AS "t10"
          LEFT OUTER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t7"."line_deal",
                COUNT(DISTINCT "t7"."products") AS "sold_products"
              FROM (
                SELECT
                  "t5"."sold_line",
                  "t3"."opportunity_id" AS "line_deal",
                  "t3"."product_id" AS "sold_product",
                  "t3"."product_id" AS "products"
                FROM "opportunity_lines" AS "t3"
                LEFT OUTER JOIN (
                  SELECT
                    "t2"."id" AS "line_of",
                    "t2"."family" AS "sold_line"
                  FROM "products" AS "t2"
                ) AS "t5"
                  ON "t3"."product_id" = "t5"."line_of"
              ) AS "t7"
              GROUP BY
                1
            ) AS "t9"
          ) AS "t12"
            ON "t10"."id" = "t12"."line_deal"
        ) AS "t13"
      ) AS "t14"
      WHERE
        "t14"."outcome" = 'won' AND COALESCE("t14"."products" > 0, FALSE)
    ) AS "t15"
  ) AS "t16"
  GROUP BY
    1
) AS "t17";
