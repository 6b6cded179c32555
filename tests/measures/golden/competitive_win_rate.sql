SELECT
  SUM(CAST("t6"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t6"."t0_n") AS "t0_n",
  SUM("t6"."t0_x") AS "t0_x",
  SUM("t6"."t0_m") AS "t0_m",
  SUM(CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t6"."t0_x" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t6"."t0_no_decision") AS "t0_no_decision",
  SUM("t6"."t0_undated") AS "t0_undated"
FROM (
  SELECT
    COALESCE("t5"."person_", 'fact ' || "t5"."id") AS "cluster",
    COUNT("t5"."t0_n") AS "t0_n",
    SUM("t5"."t0_x") AS "t0_x",
    SUM("t5"."t0_m") AS "t0_m",
    COALESCE(SUM("t5"."t0_no_decision"), 0) AS "t0_no_decision",
    COALESCE(SUM("t5"."t0_undated"), 0) AS "t0_undated"
  FROM (
    SELECT
      "t4"."id",
      "t4"."outcome",
      "t4"."owner_id",
      "t4"."close_on",
      "t4"."competitor",
      "t4"."person_",
      1 AS "t0_n",
      CAST("t4"."outcome" = 'won' AS BIGINT) AS "t0_x",
      CAST("t4"."outcome" IN ('won', 'lost') AS BIGINT) AS "t0_m",
      CAST("t4"."outcome" = 'no_decision' AS BIGINT) AS "t0_no_decision",
      CAST("t4"."close_on" IS NULL AS BIGINT) AS "t0_undated"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."id",
          "t2"."outcome",
          "t2"."owner_id",
          "t2"."close_on",
          "t2"."competitor",
          "t2"."owner_id" AS "person_"
        FROM (
          SELECT
            "t1"."id",
            CASE
              WHEN (
                "t1"."outcome" <> 'open'
              )
              AND COALESCE("t1"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
              THEN 'open'
              ELSE "t1"."outcome"
            END AS "outcome",
            "t1"."owner_id",
            "t1"."close_on",
            "t1"."competitor"
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
          ) AS "t1"
        ) AS "t2"
      ) AS "t3"
      WHERE
        "t3"."outcome" <> 'open'
        AND COALESCE(
          NOT (
            REPLACE(REPLACE(LOWER("t3"."competitor"), ' ', '_'), '-', '_') IN ('', 'none', 'no', 'unknown', 'n/a', 'na', 'no_competitor', '_', 'null', 'nobody')
          ),
          FALSE
        )
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1
) AS "t6";
