SELECT
  "t10"."days",
  COUNT(*) AS "n",
  SUM(CAST("t10"."first" AS BIGINT)) AS "first",
  SUM(CAST("t10"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t10"."first" OR "t10"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."id",
      "t8"."account_id",
      "t8"."opened_on",
      "t8"."closed_on",
      "t8"."owner_id",
      "t8"."person_",
      GREATEST(
        DATE_DIFF(
          'DAY',
          "t8"."opened_on",
          CASE
            WHEN COALESCE("t8"."closed_on" <= MAKE_DATE(2026, 6, 30), FALSE)
            THEN "t8"."closed_on"
            ELSE MAKE_DATE(2026, 6, 30)
          END
        ),
        0
      ) AS "days",
      COALESCE("t8"."closed_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS "first",
      FALSE AND NOT (
        COALESCE("t8"."closed_on" <= MAKE_DATE(2026, 6, 30), FALSE)
      ) AS "second"
    FROM (
      SELECT
        "t7"."id",
        "t7"."account_id",
        "t7"."opened_on",
        "t7"."closed_on",
        "t7"."owner_id",
        "t7"."owner_id" AS "person_"
      FROM (
        SELECT
          "t6"."id",
          "t6"."account_id",
          "t6"."opened_on",
          "t6"."closed_on",
          "t3"."owner_id"
        FROM (
          SELECT
            "t4"."id",
            "t4"."account_id",
            "t4"."opened_on",
            "t4"."closed_on"
          FROM (
            SELECT
              *
            FROM "tickets" AS "t0"
            WHERE
              (
                "t0"."opened_on" IS NULL
              )
              OR (
                "t0"."opened_on" <= MAKE_DATE(2026, 6, 30)
              )
          ) AS "t4"
        ) AS "t6"
        LEFT OUTER JOIN (
          SELECT
            "t1"."id" AS "owned",
            "t1"."owner_id"
          FROM "accounts" AS "t1"
        ) AS "t3"
          ON "t6"."account_id" = "t3"."owned"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
  WHERE
    "t9"."days" IS NOT NULL
) AS "t10"
GROUP BY
  1;
