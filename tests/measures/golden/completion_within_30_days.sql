SELECT
  "t8"."days",
  COUNT(*) AS "n",
  SUM(CAST("t8"."first" AS BIGINT)) AS "first",
  SUM(CAST("t8"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t8"."first" OR "t8"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t6"."person_id",
      "t6"."course_id",
      "t6"."began_on",
      "t6"."finished_on",
      "t6"."gave_up_on",
      "t6"."only_finished",
      "t6"."person_",
      LEAST(
        DATE_DIFF('DAY', "t6"."began_on", COALESCE("t6"."finished_on", MAKE_DATE(2026, 6, 30))),
        30
      ) AS "days",
      (
        "t6"."finished_on" IS NOT NULL
      )
      AND (
        DATE_DIFF('DAY', "t6"."began_on", COALESCE("t6"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
      ) AS "first",
      NOT (
        (
          "t6"."finished_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t6"."began_on", COALESCE("t6"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      )
      AND (
        DATE_DIFF('DAY', "t6"."began_on", COALESCE("t6"."finished_on", MAKE_DATE(2026, 6, 30))) >= 30
      )
      AND NOT (
        (
          "t6"."finished_on" IS NOT NULL
        )
        AND (
          DATE_DIFF('DAY', "t6"."began_on", COALESCE("t6"."finished_on", MAKE_DATE(2026, 6, 30))) <= 30
        )
      ) AS "second"
    FROM (
      SELECT
        "t5"."person_id",
        "t5"."course_id",
        "t5"."began_on",
        "t5"."finished_on",
        "t5"."gave_up_on",
        "t5"."only_finished",
        "t5"."person_id" AS "person_"
      FROM (
        SELECT
          "t4"."person_id",
          "t4"."course_id",
          "t4"."began_on",
          "t4"."finished_on",
          "t4"."gave_up_on",
          "t4"."only_finished"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."person_id",
              "t2"."course_id",
              "t2"."began_on",
              "t2"."finished_on",
              "t2"."gave_up_on",
              "t2"."only_finished",
              BOOL_OR(CAST(NOT (
                "t2"."only_finished"
              ) AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
              AND BOOL_OR(CAST("t2"."finished_on" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "both_are_known"
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
                BOOL_AND(
                  CAST(LOWER("t1"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
                  OR LOWER("t1"."verb") IN ('withdrew', 'withdrawn', 'abandoned', 'unregistered', 'dropped') AS BOOLEAN)
                ) AS "only_finished"
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
          WHERE
            "t3"."both_are_known"
        ) AS "t4"
      ) AS "t5"
    ) AS "t6"
  ) AS "t7"
  WHERE
    "t7"."days" IS NOT NULL
) AS "t8"
GROUP BY
  1;
