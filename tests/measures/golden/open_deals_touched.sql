SELECT
  SUM(CAST("t14"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t14"."t0_n") AS "t0_n",
  SUM("t14"."t0_x") AS "t0_x",
  SUM("t14"."t0_m") AS "t0_m",
  SUM(CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t14"."t0_m" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t14"."t0_x" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t14"."t0_m" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE) * CAST("t14"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t13"."person_", 'fact ' || "t13"."id") AS "cluster",
    COUNT("t13"."t0_n") AS "t0_n",
    SUM("t13"."t0_x") AS "t0_x",
    SUM("t13"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t12"."id",
      "t12"."outcome",
      "t12"."owner_id",
      "t12"."close_on",
      "t12"."touched",
      "t12"."person_",
      1 AS "t0_n",
      CAST("t12"."touched" AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t11"."id",
        "t11"."outcome",
        "t11"."owner_id",
        "t11"."close_on",
        "t11"."touched",
        "t11"."owner_id" AS "person_"
      FROM (
        SELECT
          "t10"."id",
          "t10"."outcome",
          "t10"."owner_id",
          "t10"."close_on",
          "t8"."touched_deal" IS NOT NULL AS "touched"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."id",
              CASE
                WHEN (
                  "t2"."outcome" <> 'open'
                )
                AND COALESCE("t2"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t2"."outcome"
              END AS "outcome",
              "t2"."owner_id",
              "t2"."close_on"
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
            ) AS "t2"
          ) AS "t6"
          WHERE
            "t6"."outcome" = 'open'
        ) AS "t10"
        LEFT OUTER JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t4"."opportunity_id" AS "touched_deal"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM "activities" AS "t1"
                WHERE
                  (
                    "t1"."occurred_on" IS NULL
                  )
                  OR (
                    "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                  )
              ) AS "t3"
              WHERE
                "t3"."occurred_on" >= MAKE_DATE(2026, 6, 1) AND "t3"."opportunity_id" IS NOT NULL
            ) AS "t4"
          ) AS "t5"
        ) AS "t8"
          ON "t10"."id" = "t8"."touched_deal"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  GROUP BY
    1
) AS "t14";
