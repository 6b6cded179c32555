SELECT
  "t12"."days",
  COUNT(*) AS "n",
  SUM(CAST("t12"."first" AS BIGINT)) AS "first",
  SUM(CAST("t12"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t12"."first" OR "t12"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t10"."id",
      "t10"."outcome",
      "t10"."owner_id",
      "t10"."created_on",
      "t10"."close_on",
      "t10"."first_activity_on",
      "t10"."person_",
      GREATEST(
        DATE_DIFF(
          'DAY',
          "t10"."created_on",
          CASE
            WHEN COALESCE(
              "t10"."first_activity_on" <= CASE
                WHEN "t10"."outcome" <> 'open'
                THEN "t10"."close_on"
                ELSE MAKE_DATE(2026, 6, 30)
              END,
              FALSE
            )
            THEN "t10"."first_activity_on"
            ELSE CASE
              WHEN "t10"."outcome" <> 'open'
              THEN "t10"."close_on"
              ELSE MAKE_DATE(2026, 6, 30)
            END
          END
        ),
        0
      ) AS "days",
      COALESCE(
        "t10"."first_activity_on" <= CASE
          WHEN "t10"."outcome" <> 'open'
          THEN "t10"."close_on"
          ELSE MAKE_DATE(2026, 6, 30)
        END,
        FALSE
      ) AS "first",
      FALSE
      AND NOT (
        COALESCE(
          "t10"."first_activity_on" <= CASE
            WHEN "t10"."outcome" <> 'open'
            THEN "t10"."close_on"
            ELSE MAKE_DATE(2026, 6, 30)
          END,
          FALSE
        )
      ) AS "second"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."id",
          "t8"."outcome",
          "t8"."owner_id",
          "t8"."created_on",
          "t8"."close_on",
          "t8"."first_activity_on",
          "t8"."owner_id" AS "person_"
        FROM (
          SELECT
            "t7"."id",
            "t7"."outcome",
            "t7"."owner_id",
            "t7"."created_on",
            "t7"."close_on",
            "t5"."first_activity_on"
          FROM (
            SELECT
              "t3"."id",
              CASE
                WHEN (
                  "t3"."outcome" <> 'open'
                )
                AND COALESCE("t3"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t3"."outcome"
              END AS "outcome",
              "t3"."owner_id",
              "t3"."created_on",
              "t3"."close_on"
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
            ) AS "t3"
          ) AS "t7"
          LEFT OUTER JOIN (
            SELECT
              "t2"."opportunity_id" AS "done_on",
              MIN("t2"."occurred_on") AS "first_activity_on"
            FROM (
              SELECT
                *
              FROM "activities" AS "t1"
              WHERE
                "t1"."opportunity_id" IS NOT NULL
                AND "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30)
            ) AS "t2"
            GROUP BY
              1
          ) AS "t5"
            ON "t7"."id" = "t5"."done_on"
        ) AS "t8"
      ) AS "t9"
      WHERE
        "t9"."created_on" IS NOT NULL
        AND CASE
          WHEN "t9"."outcome" <> 'open'
          THEN "t9"."close_on"
          ELSE MAKE_DATE(2026, 6, 30)
        END IS NOT NULL
    ) AS "t10"
  ) AS "t11"
  WHERE
    "t11"."days" IS NOT NULL
) AS "t12"
GROUP BY
  1;
