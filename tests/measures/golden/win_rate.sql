SELECT
  SUM(CAST("t5"."m" <> 0 AS BIGINT)) AS "clusters",
  SUM("t5"."n") AS "n",
  SUM("t5"."x") AS "x",
  SUM("t5"."m") AS "m",
  SUM(CAST("t5"."x" AS DOUBLE) * CAST("t5"."x" AS DOUBLE)) AS "xx",
  SUM(CAST("t5"."x" AS DOUBLE) * CAST("t5"."m" AS DOUBLE)) AS "xm",
  SUM(CAST("t5"."m" AS DOUBLE) * CAST("t5"."m" AS DOUBLE)) AS "mm",
  SUM(CAST("t5"."x" AS DOUBLE) * CAST("t5"."x" AS DOUBLE) * CAST("t5"."x" AS DOUBLE)) AS "xxx",
  SUM(CAST("t5"."x" AS DOUBLE) * CAST("t5"."x" AS DOUBLE) * CAST("t5"."m" AS DOUBLE)) AS "xxm",
  SUM(CAST("t5"."x" AS DOUBLE) * CAST("t5"."m" AS DOUBLE) * CAST("t5"."m" AS DOUBLE)) AS "xmm",
  SUM(CAST("t5"."m" AS DOUBLE) * CAST("t5"."m" AS DOUBLE) * CAST("t5"."m" AS DOUBLE)) AS "mmm",
  SUM("t5"."no_decision") AS "no_decision"
FROM (
  SELECT
    COALESCE("t4"."person_", 'deal ' || "t4"."id") AS "cluster",
    COUNT(*) AS "n",
    SUM(CAST("t4"."outcome" = 'won' AS BIGINT)) AS "x",
    SUM(CAST("t4"."outcome" IN ('won', 'lost') AS BIGINT)) AS "m",
    COALESCE(SUM(CAST("t4"."outcome" = 'no_decision' AS BIGINT)), 0) AS "no_decision"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."id",
        "t2"."outcome",
        "t2"."owner_id",
        "t2"."close_on",
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
          "t1"."close_on"
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
  ) AS "t4"
  GROUP BY
    1
) AS "t5";
