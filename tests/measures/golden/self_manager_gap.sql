SELECT
  SUM(CAST("t8"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t8"."t0_n") AS "t0_n",
  SUM("t8"."t0_x") AS "t0_x",
  SUM("t8"."t0_m") AS "t0_m",
  SUM("t8"."t0_x" * "t8"."t0_x") AS "t0_xx",
  SUM("t8"."t0_x" * CAST("t8"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t8"."t0_m" AS DOUBLE) * CAST("t8"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM("t8"."t0_x" * "t8"."t0_x" * "t8"."t0_x") AS "t0_xxx",
  SUM("t8"."t0_x" * "t8"."t0_x" * CAST("t8"."t0_m" AS DOUBLE)) AS "t0_xxm",
  SUM("t8"."t0_x" * CAST("t8"."t0_m" AS DOUBLE) * CAST("t8"."t0_m" AS DOUBLE)) AS "t0_xmm",
  SUM(
    CAST("t8"."t0_m" AS DOUBLE) * CAST("t8"."t0_m" AS DOUBLE) * CAST("t8"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t7"."person_", 'fact ' || "t7"."id") AS "cluster",
    COUNT("t7"."t0_n") AS "t0_n",
    SUM("t7"."t0_x") AS "t0_x",
    SUM("t7"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t6"."person_id",
      "t6"."skill",
      "t6"."quarter",
      "t6"."own_sum",
      "t6"."own_n",
      "t6"."lead_sum",
      "t6"."lead_n",
      "t6"."rated_on",
      "t6"."id",
      "t6"."gap",
      "t6"."person_",
      1 AS "t0_n",
      "t6"."gap" AS "t0_x",
      CAST("t6"."gap" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t5"."person_id",
        "t5"."skill",
        "t5"."quarter",
        "t5"."own_sum",
        "t5"."own_n",
        "t5"."lead_sum",
        "t5"."lead_n",
        "t5"."rated_on",
        "t5"."id",
        "t5"."gap",
        "t5"."person_id" AS "person_"
      FROM (
        SELECT
          "t4"."person_id",
          "t4"."skill",
          "t4"."quarter",
          "t4"."own_sum",
          "t4"."own_n",
          "t4"."lead_sum",
          "t4"."lead_n",
          "t4"."rated_on",
          "t4"."person_id" || ' ' || "t4"."skill" || ' ' || CAST("t4"."quarter" AS TEXT) AS "id",
          (
            "t4"."own_sum" / "t4"."own_n"
          ) - (
            "t4"."lead_sum" / "t4"."lead_n"
          ) AS "gap"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."person_id",
              "t2"."skill",
              "t2"."quarter",
              SUM("t2"."own_share") AS "own_sum",
              COUNT("t2"."own_share") AS "own_n",
              SUM("t2"."lead_share") AS "lead_sum",
              COUNT("t2"."lead_share") AS "lead_n",
              MAX("t2"."occurred_on") AS "rated_on"
            FROM (
              SELECT
                "t1"."id",
                "t1"."person_ref",
                "t1"."person_id",
                "t1"."rater_ref",
                "t1"."rater_id",
                "t1"."kind",
                "t1"."skill",
                "t1"."course_id",
                "t1"."score",
                "t1"."out_of",
                "t1"."occurred_at",
                "t1"."occurred_on",
                "t1"."occurred_zone",
                "t1"."share",
                "t1"."system",
                "t1"."load_id",
                "t1"."line",
                DATE_TRUNC('QUARTER', "t1"."occurred_on") AS "quarter",
                CASE
                  WHEN REPLACE(REPLACE(LOWER("t1"."kind"), ' ', '_'), '-', '_') = 'self'
                  THEN "t1"."share"
                  ELSE NULL
                END AS "own_share",
                CASE
                  WHEN REPLACE(REPLACE(LOWER("t1"."kind"), ' ', '_'), '-', '_') = 'self'
                  THEN NULL
                  ELSE "t1"."share"
                END AS "lead_share"
              FROM (
                SELECT
                  *
                FROM "assessments" AS "t0"
                WHERE
                  "t0"."share" IS NOT NULL
                  AND "t0"."skill" IS NOT NULL
                  AND "t0"."person_id" IS NOT NULL
                  AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                  AND REPLACE(REPLACE(LOWER("t0"."kind"), ' ', '_'), '-', '_') IN ('self', 'manager')
              ) AS "t1"
            ) AS "t2"
            GROUP BY
              1,
              2,
              3
          ) AS "t3"
          WHERE
            "t3"."own_n" > 0 AND "t3"."lead_n" > 0
        ) AS "t4"
      ) AS "t5"
    ) AS "t6"
  ) AS "t7"
  GROUP BY
    1
) AS "t8";
