SELECT
  COUNT("t5"."t0_n") AS "t0_n",
  COUNT("t5"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t4"."id",
    "t4"."occurred_on",
    "t4"."result",
    "t4"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."id",
        "t2"."occurred_on",
        "t2"."result",
        CAST(NULL AS TEXT) AS "person_"
      FROM (
        SELECT
          "t1"."id",
          "t1"."occurred_on",
          "t1"."result"
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
    WHERE
      COALESCE(
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
      )
  ) AS "t4"
) AS "t5";
