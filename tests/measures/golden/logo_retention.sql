WITH "t6" AS (
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
      "t4"."amount_base_minor"
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
)
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
      "t19"."owner_id",
      "t19"."before_minor",
      "t19"."now_minor",
      "t19"."buys",
      "t19"."person_",
      1 AS "t0_n",
      CAST("t19"."buys" AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t18"."id",
        "t18"."owner_id",
        "t18"."before_minor",
        "t18"."now_minor",
        "t18"."buys",
        "t18"."owner_id" AS "person_"
      FROM (
        SELECT
          "t17"."id",
          "t17"."owner_id",
          "t17"."before_minor",
          "t17"."now_minor",
          "t17"."buys"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t15"."id",
              "t15"."owner_id",
              "t15"."base_buyer",
              "t15"."before_minor",
              "t15"."buyer",
              "t15"."bought_minor",
              COALESCE("t15"."bought_minor", 0) AS "now_minor",
              "t15"."buyer" IS NOT NULL AS "buys"
            FROM (
              SELECT
                "t3"."id",
                "t3"."owner_id",
                "t14"."base_buyer",
                "t14"."before_minor",
                "t12"."buyer",
                "t12"."bought_minor"
              FROM (
                SELECT
                  "t0"."id",
                  "t0"."owner_id"
                FROM "accounts" AS "t0"
              ) AS "t3"
              INNER JOIN (
                SELECT
                  "t11"."buyer" AS "base_buyer",
                  "t11"."bought_minor" AS "before_minor"
                FROM (
                  SELECT
                    "t9"."account_id" AS "buyer",
                    COALESCE(SUM("t9"."amount_base_minor"), 0) AS "bought_minor"
                  FROM (
                    SELECT
                      *
                    FROM "t6" AS "t7"
                    WHERE
                      "t7"."close_on" >= MAKE_DATE(2024, 7, 1)
                      AND "t7"."close_on" < MAKE_DATE(2025, 7, 1)
                  ) AS "t9"
                  GROUP BY
                    1
                ) AS "t11"
              ) AS "t14"
                ON "t3"."id" = "t14"."base_buyer"
              LEFT OUTER JOIN (
                SELECT
                  "t8"."account_id" AS "buyer",
                  COALESCE(SUM("t8"."amount_base_minor"), 0) AS "bought_minor"
                FROM (
                  SELECT
                    *
                  FROM "t6" AS "t7"
                  WHERE
                    "t7"."close_on" >= MAKE_DATE(2025, 7, 1)
                    AND "t7"."close_on" < MAKE_DATE(2026, 7, 1)
                ) AS "t8"
                GROUP BY
                  1
              ) AS "t12"
                ON "t3"."id" = "t12"."buyer"
            ) AS "t15"
          ) AS "t16"
          WHERE
            TRUE
        ) AS "t17"
      ) AS "t18"
    ) AS "t19"
  ) AS "t20"
  GROUP BY
    1
) AS "t21";
