SELECT
  SUM(CAST("t9"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t9"."t0_n") AS "t0_n",
  SUM("t9"."t0_x") AS "t0_x",
  SUM("t9"."t0_m") AS "t0_m",
  SUM(CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t9"."t0_m" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t9"."t0_x" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t9"."t0_m" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE) * CAST("t9"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t8"."person_", 'fact ' || "t8"."id") AS "cluster",
    COUNT("t8"."t0_n") AS "t0_n",
    SUM("t8"."t0_x") AS "t0_x",
    SUM("t8"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t7"."id",
      "t7"."person_id",
      "t7"."occurred_on",
      "t7"."opportunity_id",
      "t7"."person_",
      1 AS "t0_n",
      CAST("t7"."opportunity_id" IS NOT NULL AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t6"."id",
        "t6"."person_id",
        "t6"."occurred_on",
        "t6"."opportunity_id",
        "t6"."person_id" AS "person_"
      FROM (
        SELECT
          "t5"."id",
          "t5"."person_id",
          "t5"."occurred_on",
          "t5"."opportunity_id"
        FROM (
          SELECT
            *
          FROM "content_uses" AS "t0"
          WHERE
            "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30) AND "t0"."content_id" IS NOT NULL
        ) AS "t5"
        LEFT OUTER JOIN (
          SELECT
            "t1"."id" AS "kind_of",
            "t1"."kind" AS "content_kind"
          FROM "content" AS "t1"
        ) AS "t4"
          ON "t5"."content_id" = "t4"."kind_of"
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1
) AS "t9";
