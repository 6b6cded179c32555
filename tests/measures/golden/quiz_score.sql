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
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t5"."person_", 'fact ' || "t5"."id") AS "cluster",
    COUNT("t5"."t0_n") AS "t0_n",
    SUM("t5"."t0_x") AS "t0_x",
    SUM("t5"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t4"."id",
      "t4"."person_id",
      "t4"."occurred_on",
      "t4"."score",
      "t4"."person_",
      1 AS "t0_n",
      "t4"."score" AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t3"."id",
        "t3"."person_id",
        "t3"."occurred_on",
        "t3"."score",
        "t3"."person_id" AS "person_"
      FROM (
        SELECT
          "t2"."id",
          "t2"."person_id",
          "t2"."occurred_on",
          "t2"."score"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM "learning_events" AS "t0"
            WHERE
              "t0"."person_id" IS NOT NULL
              AND "t0"."course_id" IS NOT NULL
              AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t1"
          WHERE
            COALESCE("t1"."score" BETWEEN 0.0 AND 1.0, FALSE)
        ) AS "t2"
      ) AS "t3"
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1
) AS "t6";
