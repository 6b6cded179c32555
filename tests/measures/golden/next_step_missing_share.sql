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
      "t4"."outcome",
      "t4"."owner_id",
      "t4"."close_on",
      "t4"."next_step",
      "t4"."next_step_on",
      "t4"."person_",
      1 AS "t0_n",
      CAST((
        (
          REPLACE(COALESCE("t4"."next_step", ''), ' ', '') = ''
        )
        AND (
          "t4"."next_step_on" IS NULL
        )
      )
      OR COALESCE("t4"."next_step_on" < MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t3"."id",
        "t3"."outcome",
        "t3"."owner_id",
        "t3"."close_on",
        "t3"."next_step",
        "t3"."next_step_on",
        "t3"."owner_id" AS "person_"
      FROM (
        SELECT
          *
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
            "t1"."next_step",
            "t1"."next_step_on"
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
        WHERE
          "t2"."outcome" = 'open'
      ) AS "t3"
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1
) AS "t6";
