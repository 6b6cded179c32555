SELECT
  "t5"."days",
  COUNT(*) AS "n",
  SUM(CAST("t5"."first" AS BIGINT)) AS "first",
  SUM(CAST("t5"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t5"."first" OR "t5"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t3"."id",
      "t3"."outcome",
      "t3"."owner_id",
      "t3"."created_on",
      "t3"."close_on",
      "t3"."cycle_days",
      "t3"."person_",
      CASE
        WHEN "t3"."outcome" <> 'open'
        THEN COALESCE(
          CASE
            WHEN DATE_DIFF('DAY', "t3"."created_on", "t3"."close_on") >= 0
            THEN DATE_DIFF('DAY', "t3"."created_on", "t3"."close_on")
            ELSE NULL
          END,
          CAST(ROUND("t3"."cycle_days", 0) AS BIGINT)
        )
        ELSE DATE_DIFF('DAY', "t3"."created_on", MAKE_DATE(2026, 6, 30))
      END AS "days",
      "t3"."outcome" = 'won' AS "first",
      "t3"."outcome" IN ('lost', 'no_decision') AND NOT (
        "t3"."outcome" = 'won'
      ) AS "second"
    FROM (
      SELECT
        "t2"."id",
        "t2"."outcome",
        "t2"."owner_id",
        "t2"."created_on",
        "t2"."close_on",
        "t2"."cycle_days",
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
          "t1"."created_on",
          "t1"."close_on",
          "t1"."cycle_days"
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
  ) AS "t4"
  WHERE
    "t4"."days" IS NOT NULL
) AS "t5"
GROUP BY
  1;
