SELECT
  COUNT("t10"."t0_n") AS "t0_n",
  COUNT("t10"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t9"."person_id",
    "t9"."course_id",
    "t9"."finished_on",
    "t9"."certifies",
    "t9"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t8"."person_id",
      "t8"."course_id",
      "t8"."finished_on",
      "t8"."certifies",
      "t8"."person_id" AS "person_"
    FROM (
      SELECT
        "t7"."person_id",
        "t7"."course_id",
        "t7"."finished_on",
        COALESCE("t4"."certifies", FALSE) AS "certifies"
      FROM (
        SELECT
          "t5"."person_id",
          "t5"."course_id",
          MIN("t5"."occurred_on") AS "finished_on"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM "learning_events" AS "t1"
            WHERE
              "t1"."person_id" IS NOT NULL
              AND "t1"."course_id" IS NOT NULL
              AND "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t2"
          WHERE
            LOWER("t2"."verb") IN ('completed', 'passed', 'mastered', 'certified', 'finished')
        ) AS "t5"
        GROUP BY
          1,
          2
      ) AS "t7"
      LEFT OUTER JOIN (
        SELECT
          "t0"."id" AS "kind_of",
          REPLACE(REPLACE(LOWER("t0"."kind"), ' ', '_'), '-', '_') IN (
            'certification',
            'certificate',
            'certificates',
            'certifications',
            'accreditation'
          ) AS "certifies"
        FROM "courses" AS "t0"
      ) AS "t4"
        ON "t7"."course_id" = "t4"."kind_of"
    ) AS "t8"
  ) AS "t9"
) AS "t10";
