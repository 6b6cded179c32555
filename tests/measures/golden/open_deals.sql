SELECT
  COUNT("t5"."t0_n") AS "t0_n",
  COUNT("t5"."t0_n") AS "t0_x",
  COALESCE(SUM("t5"."t0_overdue"), 0) AS "t0_overdue"
FROM (
  SELECT
    "t4"."id",
    "t4"."outcome",
    "t4"."owner_id",
    "t4"."close_on",
    "t4"."person_",
    1 AS "t0_n",
    1 AS "t0_x",
    CAST("t4"."close_on" < MAKE_DATE(2026, 6, 30) AS BIGINT) AS "t0_overdue"
  FROM (
    SELECT
      "t3"."id",
      "t3"."outcome",
      "t3"."owner_id",
      "t3"."close_on",
      "t3"."owner_id" AS "person_"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."id",
          CASE
            WHEN (
              "t1"."outcome" <> 'open'
            )
            AND COALESCE("t1"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
            THEN 'open'
            ELSE "t1"."outcome"
          END AS "outcome",
          "t1"."owner_id",
          "t1"."close_on"
        FROM (
          SELECT
            *
          FROM "opportunities" AS "t0"
          WHERE
            (
              "t0"."created_on" IS NULL
            )
            OR (
              "t0"."created_on" <= MAKE_DATE(2026, 6, 30)
            )
        ) AS "t1"
      ) AS "t2"
      WHERE
        "t2"."outcome" = 'open'
    ) AS "t3"
  ) AS "t4"
) AS "t5";
