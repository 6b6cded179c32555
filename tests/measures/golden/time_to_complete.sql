WITH "t3" AS (
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
)
SELECT
  "t14"."days",
  COUNT(*) AS "n",
  SUM(CAST("t14"."first" AS BIGINT)) AS "first",
  SUM(CAST("t14"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t14"."first" OR "t14"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t14"."gave_up"), 0) AS "gave_up"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t12"."person_id",
      "t12"."course_id",
      "t12"."began_on",
      "t12"."finished_on",
      "t12"."gave_up_on",
      "t12"."person_",
      DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t12"."finished_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t12"."finished_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t12"."finished_on" IS NULL
      ) AND (
        "t12"."gave_up_on" IS NOT NULL
      ) AS BIGINT) AS "gave_up"
    FROM (
      SELECT
        "t11"."person_id",
        "t11"."course_id",
        "t11"."began_on",
        "t11"."finished_on",
        "t11"."gave_up_on",
        "t11"."person_id" AS "person_"
      FROM (
        SELECT
          "t5"."person_id",
          "t5"."course_id",
          "t5"."began_on",
          "t5"."finished_on",
          "t5"."gave_up_on"
        FROM "t3" AS "t5"
        CROSS JOIN (
          SELECT
            *
          FROM (
            SELECT
              BOOL_OR(CAST(NOT (
                "t4"."only_finished"
              ) AS BOOLEAN)) AS "some_began",
              BOOL_OR(CAST("t4"."finished_on" IS NOT NULL AS BOOLEAN)) AS "some_finished"
            FROM "t3" AS "t4"
          ) AS "t7"
          WHERE
            (
              SELECT
                BOOL_OR(CAST(NOT (
                  "t4"."only_finished"
                ) AS BOOLEAN)) AS "Any(Not(only_finished))"
              FROM "t3" AS "t4"
            )
            AND (
              SELECT
                BOOL_OR(CAST("t4"."finished_on" IS NOT NULL AS BOOLEAN)) AS "Any(NotNull(finished_on))"
              FROM "t3" AS "t4"
            )
        ) AS "t10"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  WHERE
    "t13"."days" IS NOT NULL
) AS "t14"
GROUP BY
  1;
