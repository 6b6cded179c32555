SELECT
  SUM(CAST("t11"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t11"."t0_n") AS "t0_n",
  SUM("t11"."t0_x") AS "t0_x",
  SUM("t11"."t0_m") AS "t0_m",
  SUM("t11"."t0_x" * "t11"."t0_x") AS "t0_xx",
  SUM("t11"."t0_x" * "t11"."t0_m") AS "t0_xm",
  SUM("t11"."t0_m" * "t11"."t0_m") AS "t0_mm",
  SUM("t11"."t0_x" * "t11"."t0_x" * "t11"."t0_x") AS "t0_xxx",
  SUM("t11"."t0_x" * "t11"."t0_x" * "t11"."t0_m") AS "t0_xxm",
  SUM("t11"."t0_x" * "t11"."t0_m" * "t11"."t0_m") AS "t0_xmm",
  SUM("t11"."t0_m" * "t11"."t0_m" * "t11"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t10"."person_id" AS "cluster",
    COUNT("t10"."t0_n") AS "t0_n",
    SUM("t10"."t0_x") AS "t0_x",
    SUM("t10"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t9"."person_id",
      "t9"."course_id",
      "t9"."again_on",
      "t9"."first_score",
      "t9"."again_score",
      "t9"."person_",
      1 AS "t0_n",
      "t9"."again_score" AS "t0_x",
      "t9"."first_score" AS "t0_m"
    FROM (
      SELECT
        "t8"."person_id",
        "t8"."course_id",
        "t8"."again_on",
        "t8"."first_score",
        "t8"."again_score",
        "t8"."person_id" AS "person_"
      FROM (
        SELECT
          "t7"."person_id",
          "t7"."course_id",
          "t7"."again_on",
          SUM(
            CASE WHEN "t7"."occurred_on" = "t7"."first_on" THEN "t7"."mean_score" ELSE 0.0 END
          ) AS "first_score",
          SUM(
            CASE WHEN "t7"."occurred_on" = "t7"."again_on" THEN "t7"."mean_score" ELSE 0.0 END
          ) AS "again_score"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t5"."person_id",
              "t5"."course_id",
              "t5"."occurred_on",
              "t5"."mean_score",
              "t5"."first_on",
              "t5"."later_on",
              MIN("t5"."later_on") OVER (
                PARTITION BY "t5"."person_id", "t5"."course_id"
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "again_on"
            FROM (
              SELECT
                "t4"."person_id",
                "t4"."course_id",
                "t4"."occurred_on",
                "t4"."mean_score",
                "t4"."first_on",
                CASE
                  WHEN DATE_DIFF('DAY', "t4"."first_on", "t4"."occurred_on") >= 14
                  THEN "t4"."occurred_on"
                  ELSE NULL
                END AS "later_on"
              FROM (
                SELECT
                  "t3"."person_id",
                  "t3"."course_id",
                  "t3"."occurred_on",
                  "t3"."mean_score",
                  MIN("t3"."occurred_on") OVER (
                    PARTITION BY "t3"."person_id", "t3"."course_id"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "first_on"
                FROM (
                  SELECT
                    "t2"."person_id",
                    "t2"."course_id",
                    "t2"."occurred_on",
                    SUM("t2"."score") / COUNT("t2"."score") AS "mean_score"
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
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t3"
              ) AS "t4"
            ) AS "t5"
          ) AS "t6"
          WHERE
            "t6"."again_on" IS NOT NULL
        ) AS "t7"
        GROUP BY
          1,
          2,
          3
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1
) AS "t11";
