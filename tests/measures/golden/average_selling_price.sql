SELECT
  SUM(CAST("t17"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t17"."t0_n") AS "t0_n",
  SUM("t17"."t0_x") AS "t0_x",
  SUM("t17"."t0_m") AS "t0_m",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * "t17"."t0_m") AS "t0_xm",
  SUM("t17"."t0_m" * "t17"."t0_m") AS "t0_mm",
  SUM(
    CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * CAST("t17"."t0_x" AS DOUBLE) * "t17"."t0_m") AS "t0_xxm",
  SUM(CAST("t17"."t0_x" AS DOUBLE) * "t17"."t0_m" * "t17"."t0_m") AS "t0_xmm",
  SUM("t17"."t0_m" * "t17"."t0_m" * "t17"."t0_m") AS "t0_mmm"
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
      "t15"."priced_units",
      "t15"."priced_minor",
      "t15"."person_",
      1 AS "t0_n",
      "t15"."priced_minor" AS "t0_x",
      "t15"."priced_units" AS "t0_m"
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
          "t13"."priced_units",
          "t13"."priced_minor",
          "t13"."owner_id" AS "person_"
        FROM (
          SELECT
            "t10"."id",
            "t10"."outcome",
            "t10"."owner_id",
            "t10"."close_on",
            "t10"."product_id",
            "t12"."sold_priced_units" AS "priced_units",
            "t12"."sold_priced_minor" AS "priced_minor"
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
                SUM("t7"."priced_units") AS "sold_priced_units",
                SUM("t7"."priced_minor") AS "sold_priced_minor"
              FROM (
                SELECT
                  "t5"."sold_line",
                  "t3"."opportunity_id" AS "line_deal",
                  "t3"."product_id" AS "sold_product",
                  CASE
                    WHEN (
                      "t3"."quantity" > 0
                    ) AND (
                      "t3"."amount_base_minor" IS NOT NULL
                    )
                    THEN "t3"."quantity"
                    ELSE NULL
                  END AS "priced_units",
                  CASE
                    WHEN (
                      "t3"."quantity" > 0
                    ) AND (
                      "t3"."amount_base_minor" IS NOT NULL
                    )
                    THEN "t3"."amount_base_minor"
                    ELSE NULL
                  END AS "priced_minor"
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
        "t14"."outcome" = 'won' AND COALESCE("t14"."priced_units" > 0, FALSE)
    ) AS "t15"
  ) AS "t16"
  GROUP BY
    1
) AS "t17";
