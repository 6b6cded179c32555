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
      "t4"."amount_base_minor",
      "t4"."person_",
      CAST(ROUND(
        "t4"."amount_base_minor" / CASE
          WHEN ABS("t4"."amount_base_minor") < 1000
          THEN 1
          WHEN ABS("t4"."amount_base_minor") < 10000
          THEN 10
          WHEN ABS("t4"."amount_base_minor") < 100000
          THEN 100
          WHEN ABS("t4"."amount_base_minor") < 1000000
          THEN 1000
          WHEN ABS("t4"."amount_base_minor") < 10000000
          THEN 10000
          WHEN ABS("t4"."amount_base_minor") < 100000000
          THEN 100000
          WHEN ABS("t4"."amount_base_minor") < 1000000000
          THEN 1000000
          WHEN ABS("t4"."amount_base_minor") < 10000000000
          THEN 10000000
          WHEN ABS("t4"."amount_base_minor") < 100000000000
          THEN 100000000
          WHEN ABS("t4"."amount_base_minor") < 1000000000000
          THEN 1000000000
          WHEN ABS("t4"."amount_base_minor") < 10000000000000
          THEN 10000000000
          WHEN ABS("t4"."amount_base_minor") < 100000000000000
          THEN 100000000000
          WHEN ABS("t4"."amount_base_minor") < 1000000000000000
          THEN 1000000000000
          WHEN ABS("t4"."amount_base_minor") < 10000000000000000
          THEN 10000000000000
          WHEN ABS("t4"."amount_base_minor") < 100000000000000000
          THEN 100000000000000
          ELSE 1000000000000000
        END,
        0
      ) AS BIGINT) * CASE
        WHEN ABS("t4"."amount_base_minor") < 1000
        THEN 1
        WHEN ABS("t4"."amount_base_minor") < 10000
        THEN 10
        WHEN ABS("t4"."amount_base_minor") < 100000
        THEN 100
        WHEN ABS("t4"."amount_base_minor") < 1000000
        THEN 1000
        WHEN ABS("t4"."amount_base_minor") < 10000000
        THEN 10000
        WHEN ABS("t4"."amount_base_minor") < 100000000
        THEN 100000
        WHEN ABS("t4"."amount_base_minor") < 1000000000
        THEN 1000000
        WHEN ABS("t4"."amount_base_minor") < 10000000000
        THEN 10000000
        WHEN ABS("t4"."amount_base_minor") < 100000000000
        THEN 100000000
        WHEN ABS("t4"."amount_base_minor") < 1000000000000
        THEN 1000000000
        WHEN ABS("t4"."amount_base_minor") < 10000000000000
        THEN 10000000000
        WHEN ABS("t4"."amount_base_minor") < 100000000000000
        THEN 100000000000
        WHEN ABS("t4"."amount_base_minor") < 1000000000000000
        THEN 1000000000000
        WHEN ABS("t4"."amount_base_minor") < 10000000000000000
        THEN 10000000000000
        WHEN ABS("t4"."amount_base_minor") < 100000000000000000
        THEN 100000000000000
        ELSE 1000000000000000
      END AS "days",
      "t4"."id" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t4"."id" IS NOT NULL
      ) AS "second"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."id",
          "t2"."outcome",
          "t2"."owner_id",
          "t2"."close_on",
          "t2"."amount_base_minor",
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
            "t1"."amount_base_minor"
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
