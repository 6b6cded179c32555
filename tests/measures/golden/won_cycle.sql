SELECT
  "t6"."days",
  COUNT(*) AS "n",
  SUM(CAST("t6"."first" AS BIGINT)) AS "first",
  SUM(CAST("t6"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t6"."first" OR "t6"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t6"."survivors"), 0) AS "survivors"
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
      "t4"."cycle_days",
      "t4"."person_",
      CASE
        WHEN "t4"."outcome" <> 'open'
        THEN COALESCE(
          CASE
            WHEN DATE_DIFF('DAY', "t4"."created_on", "t4"."close_on") >= 0
            THEN DATE_DIFF('DAY', "t4"."created_on", "t4"."close_on")
            ELSE NULL
          END,
          CAST(ROUND("t4"."cycle_days", 0) AS BIGINT)
        )
        ELSE DATE_DIFF('DAY', "t4"."created_on", MAKE_DATE(2026, 6, 30))
      END AS "days",
      "t4"."outcome" <> 'open' AS "first",
      FALSE AND NOT (
        "t4"."outcome" <> 'open'
      ) AS "second",
      CAST("t4"."outcome" <> 'open' AS BIGINT) AS "survivors"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."id",
          "t2"."outcome",
          "t2"."owner_id",
          "t2"."close_on",
          "t2"."created_on",
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
            "t1"."close_on",
            "t1"."created_on",
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
      WHERE
        "t3"."outcome" = 'won'
    ) AS "t4"
  ) AS "t5"
  WHERE
    "t5"."days" IS NOT NULL
) AS "t6"
GROUP BY
  1;
