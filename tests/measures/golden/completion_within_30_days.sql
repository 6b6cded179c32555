WITH "t1" AS (
  SELECT
    *
  FROM "learning_events" AS "t0"
  WHERE
    "t0"."person_id" IS NOT NULL
    AND "t0"."course_id" IS NOT NULL
    AND "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  "t14"."days",
  COUNT(*) AS "n",
  SUM(CAST("t14"."first" AS BIGINT)) AS "first",
  SUM(CAST("t14"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t14"."first" OR "t14"."second"
  ) AS BIGINT)) AS "censored"
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
      LEAST(
        DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))),
        30
      ) AS "days",
      (
        "t12"."finished_on" IS NOT NULL
      )
      AND (
        DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
      ) AS "first",
      NOT (
        (
          "t12"."finished_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      )
      AND (
        DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))) >= 30
      )
      AND NOT (
        (
          "t12"."finished_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t12"."began_on", COALESCE("t12"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      ) AS "second"
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
          "t10"."person_id",
          "t10"."course_id",
          "t10"."began_on",
          "t10"."finished_on",
          "t10"."gave_up_on"
        FROM (
          SELECT
            "t4"."person_id",
            "t4"."course_id",
            "t4"."began_on",
            "t4"."finished_on",
            COALESCE(
              "t4"."gave_up_on",
              CASE WHEN "t4"."only_results" THEN "t4"."failed_on" ELSE NULL END
            ) AS "gave_up_on",
            "t4"."failed_on",
            "t4"."only_results"
          FROM (
            SELECT
              "t2"."person_id",
              "t2"."course_id",
              MIN("t2"."occurred_on") AS "began_on",
              MIN(
                CASE
                  WHEN LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                  THEN "t2"."occurred_on"
                  ELSE NULL
                END
              ) AS "finished_on",
              MAX(
                CASE
                  WHEN LOWER("t2"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                  THEN "t2"."occurred_on"
                  ELSE NULL
                END
              ) AS "gave_up_on",
              MAX(CASE WHEN LOWER("t2"."verb") IN ('failed') THEN "t2"."occurred_on" ELSE NULL END) AS "failed_on",
              BOOL_AND(
                CAST(LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                OR LOWER("t2"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                OR LOWER("t2"."verb") IN ('failed') AS BOOLEAN)
              ) AS "only_results"
            FROM "t1" AS "t2"
            GROUP BY
              1,
              2
          ) AS "t4"
        ) AS "t10"
        CROSS JOIN (
          SELECT
            *
          FROM (
            SELECT
              BOOL_OR(
                CAST(NOT (
                  LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                  OR LOWER("t2"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                ) AS BOOLEAN)
              ) AS "some_began",
              BOOL_OR(
                CAST(LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished') AS BOOLEAN)
              ) AS "some_finished"
            FROM "t1" AS "t2"
          ) AS "t5"
          WHERE
            (
              SELECT
                BOOL_OR(
                  CAST(NOT (
                    LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                    OR LOWER("t2"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')
                  ) AS BOOLEAN)
                ) AS "Any(Not(Or(InValues(Lowercase(verb), ('completed', 'passed', 'mastered', 'certified', 'finished')), InValues(Lowercase(verb), ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped')))))"
              FROM "t1" AS "t2"
            )
            AND (
              SELECT
                BOOL_OR(
                  CAST(LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished') AS BOOLEAN)
                ) AS "Any(InValues(Lowercase(verb), ('completed', 'passed', 'mastered', 'certified', 'finished')))"
              FROM "t1" AS "t2"
            )
        ) AS "t8"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  WHERE
    "t13"."days" IS NOT NULL
) AS "t14"
GROUP BY
  1;
