SELECT
  "t6"."days",
  COUNT(*) AS "n",
  SUM(CAST("t6"."first" AS BIGINT)) AS "first",
  SUM(CAST("t6"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t6"."first" OR "t6"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."id",
      "t4"."outcome",
      "t4"."owner_id",
      "t4"."close_on",
      "t4"."created_on",
      "t4"."person_",
      DATE_DIFF('DAY', "t4"."created_on", MAKE_DATE(2026, 6, 30)) AS "days",
      "t4"."id" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t4"."id" IS NOT NULL
      ) AS "second"
    FROM (
      SELECT
        "t3"."id",
        "t3"."outcome",
        "t3"."owner_id",
        "t3"."close_on",
        "t3"."created_on",
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
            "t1"."close_on",
            "t1"."created_on"
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
  ) AS "t5"
  WHERE
    "t5"."days" IS NOT NULL
) AS "t6"
GROUP BY
  1;
