SELECT
  COUNT("t5"."t0_n") AS "t0_n",
  COUNT("t5"."t0_n") AS "t0_x",
  COALESCE(SUM("t5"."t0_undated"), 0) AS "t0_undated"
FROM (
  SELECT
    "t4"."id",
    "t4"."outcome",
    "t4"."owner_id",
    "t4"."close_on",
    "t4"."person_",
    1 AS "t0_n",
    1 AS "t0_x",
    CAST("t4"."close_on" IS NULL AS BIGINT) AS "t0_undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."id",
        "t2"."outcome",
        "t2"."owner_id",
        "t2"."close_on",
        "t2"."owner_id" AS "person_"
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
    ) AS "t3"
    WHERE
      "t3"."outcome" IN ('won', 'lost')
  ) AS "t4"
) AS "t5";
