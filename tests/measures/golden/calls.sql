SELECT
  COUNT("t5"."t0_n") AS "t0_n",
  COUNT("t5"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t4"."id",
    "t4"."person_id",
    "t4"."occurred_on",
    "t4"."kind",
    "t4"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."id",
        "t2"."person_id",
        "t2"."occurred_on",
        "t2"."kind",
        "t2"."person_id" AS "person_"
      FROM (
        SELECT
          "t1"."id",
          "t1"."person_id",
          "t1"."occurred_on",
          "t1"."kind"
        FROM (
          SELECT
            *
          FROM "activities" AS "t0"
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
      "t3"."kind" IN ('call')
  ) AS "t4"
) AS "t5";
