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
  SUM("t6"."t0_unconverted") AS "t0_unconverted",
  SUM("t6"."t0_without_amount") AS "t0_without_amount",
  SUM("t6"."t0_undated") AS "t0_undated"
FROM (
  SELECT
    COALESCE("t5"."person_", 'fact ' || "t5"."id") AS "cluster",
    COUNT("t5"."t0_n") AS "t0_n",
    SUM("t5"."t0_x") AS "t0_x",
    SUM("t5"."t0_m") AS "t0_m",
    COALESCE(SUM("t5"."t0_unconverted"), 0) AS "t0_unconverted",
    COALESCE(SUM("t5"."t0_without_amount"), 0) AS "t0_without_amount",
    COALESCE(SUM("t5"."t0_undated"), 0) AS "t0_undated"
  FROM (
    SELECT
      "t4"."id",
      "t4"."outcome",
      "t4"."owner_id",
      "t4"."close_on",
      "t4"."amount_minor",
      "t4"."amount_base_minor",
      "t4"."person_",
      1 AS "t0_n",
      COALESCE("t4"."amount_base_minor", 0) AS "t0_x",
      CAST("t4"."amount_base_minor" IS NOT NULL AS BIGINT) AS "t0_m",
      CAST((
        "t4"."amount_minor" IS NOT NULL
      ) AND (
        "t4"."amount_base_minor" IS NULL
      ) AS BIGINT) AS "t0_unconverted",
      CAST("t4"."amount_minor" IS NULL AS BIGINT) AS "t0_without_amount",
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
          "t2"."amount_minor",
          "t2"."amount_base_minor",
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
            "t1"."amount_minor",
            "t1"."amount_base_minor"
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
        "t3"."outcome" = 'won'
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1
) AS "t6";
