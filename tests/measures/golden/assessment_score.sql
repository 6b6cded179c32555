SELECT
  SUM(CAST("t4"."m" <> 0 AS BIGINT)) AS "clusters",
  SUM("t4"."n") AS "n",
  SUM("t4"."x") AS "x",
  SUM("t4"."m") AS "m",
  SUM("t4"."x" * "t4"."x") AS "xx",
  SUM("t4"."x" * CAST("t4"."m" AS DOUBLE)) AS "xm",
  SUM(CAST("t4"."m" AS DOUBLE) * CAST("t4"."m" AS DOUBLE)) AS "mm",
  SUM("t4"."x" * "t4"."x" * "t4"."x") AS "xxx",
  SUM("t4"."x" * "t4"."x" * CAST("t4"."m" AS DOUBLE)) AS "xxm",
  SUM("t4"."x" * CAST("t4"."m" AS DOUBLE) * CAST("t4"."m" AS DOUBLE)) AS "xmm",
  SUM(CAST("t4"."m" AS DOUBLE) * CAST("t4"."m" AS DOUBLE) * CAST("t4"."m" AS DOUBLE)) AS "mmm",
  SUM("t4"."without_scale") AS "without_scale"
FROM (
  SELECT
    COALESCE("t3"."person_", 'rating ' || "t3"."id") AS "cluster",
    COUNT(*) AS "n",
    SUM(COALESCE("t3"."share", 0.0)) AS "x",
    SUM(CAST("t3"."share" IS NOT NULL AS BIGINT)) AS "m",
    COALESCE(
      SUM(
        CAST(NOT (
          "t3"."share" IS NOT NULL
        ) AND (
          "t3"."score" IS NOT NULL
        ) AS BIGINT)
      ),
      0
    ) AS "without_scale"
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
  GROUP BY
    1
) AS "t4";
