SELECT
  "t9"."days",
  COUNT(*) AS "n",
  SUM(CAST("t9"."first" AS BIGINT)) AS "first",
  SUM(CAST("t9"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t9"."first" OR "t9"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t9"."gave_up"), 0) AS "gave_up"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t7"."person_id",
      "t7"."course_id",
      "t7"."began_on",
      "t7"."finished_on",
      "t7"."gave_up_on",
      "t7"."only_finished",
      "t7"."person_",
      DATE_DIFF('DAY', "t7"."began_on", COALESCE("t7"."finished_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t7"."finished_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t7"."finished_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t7"."finished_on" IS NULL
      ) AND (
        "t7"."gave_up_on" IS NOT NULL
      ) AS BIGINT) AS "gave_up"
    FROM (
      SELECT
        "t6"."person_id",
        "t6"."course_id",
        "t6"."began_on",
        "t6"."finished_on",
        "t6"."gave_up_on",
        "t6"."only_finished",
        "t6"."person_id" AS "person_"
      FROM (
        SELECT
          "t5"."person_id",
          "t5"."course_id",
          "t5"."began_on",
          "t5"."finished_on",
          "t5"."gave_up_on",
          "t5"."only_finished"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t3"."person_id",
              "t3"."course_id",
              "t3"."began_on",
              "t3"."finished_on",
              "t3"."gave_up_on",
              "t3"."failed_on",
              "t3"."only_finished",
              "t3"."only_results",
              BOOL_OR(CAST(NOT (
                "t3"."only_finished"
              ) AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
              AND BOOL_OR(CAST("t3"."finished_on" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "both_are_known"
            FROM (
              SELECT
                "t2"."person_id",
                "t2"."course_id",
                "t2"."began_on",
                "t2"."finished_on",
                COALESCE(
                  "t2"."gave_up_on",
                  CASE WHEN "t2"."only_results" THEN "t2"."failed_on" ELSE NULL END
                ) AS "gave_up_on",
                "t2"."failed_on",
                "t2"."only_finished",
                "t2"."only_results"
              FROM (
                SELECT
                  "t1"."person_id",
                  "t1"."course_id",
                  MIN("t1"."occurred_on") AS "began_on",
                  MIN(
                    CASE
                      WHEN LOWER("t1"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                      THEN "t1"."occurred_on"
                      ELSE NULL
                    END
                  ) AS "finished_on",
                  MAX(
                    CASE
                      WHEN LOWER("t1"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                      THEN "t1"."occurred_on"
                      ELSE NULL
                    END
                  ) AS "gave_up_on",
                  MAX(CASE WHEN LOWER("t1"."verb") IN ('failed') THEN "t1"."occurred_on" ELSE NULL END) AS "failed_on",
                  BOOL_AND(
                    CAST(LOWER("t1"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                    OR LOWER("t1"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped') AS BOOLEAN)
                  ) AS "only_finished",
                  BOOL_AND(
                    CAST(LOWER("t1"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                    OR LOWER("t1"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                    OR LOWER("t1"."verb") IN ('failed') AS BOOLEAN)
                  ) AS "only_results"
                FROM (
                  SELECT
                    *
                  FROM "learning_events" AS "t0"
                  WHERE
                    "t0"."person_id" IS NOT NULL
                    AND "t0"."course_id" IS NOT NULL
                    AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                ) AS "t1"
                GROUP BY
                  1,
                  2
              ) AS "t2"
            ) AS "t3"
          ) AS "t4"
          WHERE
            "t4"."both_are_known"
        ) AS "t5"
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  WHERE
    "t8"."days" IS NOT NULL
) AS "t9"
GROUP BY
  1;
