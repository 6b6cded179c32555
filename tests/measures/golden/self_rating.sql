SELECT
  SUM(CAST("t6"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t6"."t0_n") AS "t0_n",
  SUM("t6"."t0_x") AS "t0_x",
  SUM("t6"."t0_m") AS "t0_m",
  SUM("t6"."t0_x" * "t6"."t0_x") AS "t0_xx",
  SUM("t6"."t0_x" * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM("t6"."t0_x" * "t6"."t0_x" * "t6"."t0_x") AS "t0_xxx",
  SUM("t6"."t0_x" * "t6"."t0_x" * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_xxm",
  SUM("t6"."t0_x" * CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)) AS "t0_xmm",
  SUM(
    CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE) * CAST("t6"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t6"."t0_without_scale") AS "t0_without_scale"
FROM (
  SELECT
    COALESCE("t5"."person_", 'fact ' || "t5"."id") AS "cluster",
    COUNT("t5"."t0_n") AS "t0_n",
    SUM("t5"."t0_x") AS "t0_x",
    SUM("t5"."t0_m") AS "t0_m",
    COALESCE(SUM("t5"."t0_without_scale"), 0) AS "t0_without_scale"
  FROM (
    SELECT
      "t4"."id",
      "t4"."person_id",
      "t4"."occurred_on",
      "t4"."share",
      "t4"."score",
      "t4"."kind",
      "t4"."person_",
      1 AS "t0_n",
      COALESCE("t4"."share", 0.0) AS "t0_x",
      CAST("t4"."share" IS NOT NULL AS BIGINT) AS "t0_m",
      CAST((
        "t4"."share" IS NULL
      ) AND (
        "t4"."score" IS NOT NULL
      ) AS BIGINT) AS "t0_without_scale"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."id",
          "t2"."person_id",
          "t2"."occurred_on",
          "t2"."share",
          "t2"."score",
          "t2"."kind",
          "t2"."person_id" AS "person_"
        FROM (
          SELECT
            "t1"."id",
            "t1"."person_id",
            "t1"."occurred_on",
            "t1"."share",
            "t1"."score",
            "t1"."kind"
          FROM (
            SELECT
              *
            FROM "assessments" AS "t0"
            WHERE
              (
                "t0"."occurred_on" IS NULL
              )
              OR (
                "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
              )
          ) AS "t1"
        ) AS "t2"
      ) AS "t3"
      WHERE
        REPLACE(REPLACE(LOWER("t3"."kind"), ' ', '_'), '-', '_') = 'self'
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1
) AS "t6";
