SELECT
  SUM(CAST("t10"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t10"."t0_n") AS "t0_n",
  SUM("t10"."t0_x") AS "t0_x",
  SUM("t10"."t0_m") AS "t0_m",
  SUM(CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t10"."t0_x" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t9"."person_", 'fact ' || "t9"."id") AS "cluster",
    COUNT("t9"."t0_n") AS "t0_n",
    SUM("t9"."t0_x") AS "t0_x",
    SUM("t9"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t8"."person_id",
      "t8"."course_id",
      "t8"."occurred_on",
      "t8"."went_well",
      "t8"."id",
      "t8"."first_try",
      "t8"."person_",
      1 AS "t0_n",
      CAST("t8"."went_well" AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t6"."person_id",
          "t6"."course_id",
          "t6"."occurred_on",
          "t6"."went_well",
          "t6"."id",
          "t6"."first_try",
          "t6"."person_id" AS "person_"
        FROM (
          SELECT
            "t5"."person_id",
            "t5"."course_id",
            "t5"."occurred_on",
            "t5"."went_well",
            "t5"."id",
            "t5"."occurred_on" = MIN("t5"."occurred_on") OVER (
              PARTITION BY "t5"."person_id", "t5"."course_id"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_try"
          FROM (
            SELECT
              "t4"."person_id",
              "t4"."course_id",
              "t4"."occurred_on",
              "t4"."went_well",
              "t4"."person_id" || ' ' || "t4"."course_id" || ' ' || CAST("t4"."occurred_on" AS TEXT) AS "id"
            FROM (
              SELECT
                "t3"."person_id",
                "t3"."course_id",
                "t3"."occurred_on",
                BOOL_OR(CAST("t3"."verdict" AS BOOLEAN)) AS "went_well"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t1"."id",
                    "t1"."person_ref",
                    "t1"."person_id",
                    "t1"."verb",
                    "t1"."course_id",
                    "t1"."occurred_at",
                    "t1"."occurred_on",
                    "t1"."occurred_zone",
                    "t1"."score",
                    "t1"."passed",
                    "t1"."progress",
                    "t1"."minutes",
                    "t1"."parent_id",
                    "t1"."opportunity_id",
                    "t1"."system",
                    "t1"."load_id",
                    "t1"."line",
                    COALESCE(
                      "t1"."passed",
                      CASE
                        WHEN LOWER("t1"."verb") = 'passed'
                        THEN TRUE
                        WHEN LOWER("t1"."verb") = 'failed'
                        THEN FALSE
                        ELSE NULL
                      END
                    ) AS "verdict"
                  FROM (
                    SELECT
                      *
                    FROM "learning_events" AS "t0"
                    WHERE
                      "t0"."person_id" IS NOT NULL
                      AND "t0"."course_id" IS NOT NULL
                      AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                  ) AS "t1"
                ) AS "t2"
                WHERE
                  "t2"."verdict" IS NOT NULL
              ) AS "t3"
              GROUP BY
                1,
                2,
                3
            ) AS "t4"
          ) AS "t5"
        ) AS "t6"
      ) AS "t7"
      WHERE
        "t7"."first_try"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    1
) AS "t10";
