SELECT
  SUM(CAST("t5"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t5"."t0_n") AS "t0_n",
  SUM("t5"."t0_x") AS "t0_x",
  SUM("t5"."t0_m") AS "t0_m",
  SUM("t5"."t0_x" * "t5"."t0_x") AS "t0_xx",
  SUM("t5"."t0_x" * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM("t5"."t0_x" * "t5"."t0_x" * "t5"."t0_x") AS "t0_xxx",
  SUM("t5"."t0_x" * "t5"."t0_x" * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_xxm",
  SUM("t5"."t0_x" * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_xmm",
  SUM(
    CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t5"."t0_without_scale") AS "t0_without_scale"
FROM (
  SELECT
    COALESCE("t4"."person_", 'fact ' || "t4"."id") AS "cluster",
    COUNT("t4"."t0_n") AS "t0_n",
    SUM("t4"."t0_x") AS "t0_x",
    SUM("t4"."t0_m") AS "t0_m",
    COALESCE(SUM("t4"."t0_without_scale"), 0) AS "t0_without_scale"
  FROM (
    SELECT
      "t3"."id",
      "t3"."person_id",
      "t3"."occurred_on",
      "t3"."share",
      "t3"."score",
      "t3"."person_",
      1 AS "t0_n",
      COALESCE("t3"."share", 0.0) AS "t0_x",
      CAST("t3"."share" IS NOT NULL AS BIGINT) AS "t0_m",
      CAST((
        "t3"."share" IS NULL
      ) AND (
        "t3"."score" IS NOT NULL
      ) AS BIGINT) AS "t0_without_scale"
    FROM (
      SELECT
        "t2"."id",
        "t2"."person_id",
        "t2"."occurred_on",
        "t2"."share",
        "t2"."score",
        "t2"."person_id" AS "person_"
      FROM (
        SELECT
          "t1"."id",
          "t1"."person_id",
          "t1"."occurred_on",
          "t1"."share",
          "t1"."score"
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
  ) AS "t4"
  GROUP BY
    1
) AS "t5";
