SELECT
  SUM(CAST("t5"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t5"."t0_n") AS "t0_n",
  SUM("t5"."t0_x") AS "t0_x",
  SUM("t5"."t0_m") AS "t0_m",
  SUM(CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t4"."campaign_id", 'touch ' || "t4"."id") AS "cluster",
    COUNT("t4"."t0_n") AS "t0_n",
    SUM("t4"."t0_x") AS "t0_x",
    SUM("t4"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t3"."id",
      "t3"."occurred_on",
      "t3"."result",
      "t3"."campaign_id",
      "t3"."person_",
      1 AS "t0_n",
      CAST(COALESCE(
        REPLACE(REPLACE(LOWER("t3"."result"), ' ', '_'), '-', '_') IN (
          'responded',
          'response',
          'clicked',
          'replied',
          'registered',
          'attended',
          'downloaded',
          'submitted',
          'converted'
        ),
        FALSE
      ) AS BIGINT) AS "t0_x",
      CAST("t3"."result" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t2"."id",
        "t2"."occurred_on",
        "t2"."result",
        "t2"."campaign_id",
        CAST(NULL AS TEXT) AS "person_"
      FROM (
        SELECT
          "t1"."id",
          "t1"."occurred_on",
          "t1"."result",
          "t1"."campaign_id"
        FROM (
          SELECT
            *
          FROM "touches" AS "t0"
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
