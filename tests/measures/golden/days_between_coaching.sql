SELECT
  "t13"."days",
  COUNT(*) AS "n",
  SUM(CAST("t13"."first" AS BIGINT)) AS "first",
  SUM(CAST("t13"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t13"."first" OR "t13"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t11"."person_id",
      "t11"."held_on",
      "t11"."next_on",
      "t11"."left_on",
      "t11"."person_",
      GREATEST(
        DATE_DIFF(
          'DAY',
          "t11"."held_on",
          COALESCE(
            "t11"."next_on",
            LEAST(COALESCE("t11"."left_on", MAKE_DATE(2026, 7, 1)), MAKE_DATE(2026, 7, 1)) - INTERVAL '1' DAY
          )
        ),
        0
      ) AS "days",
      "t11"."next_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t11"."next_on" IS NOT NULL
      ) AS "second"
    FROM (
      SELECT
        "t10"."person_id",
        "t10"."held_on",
        "t10"."next_on",
        "t10"."left_on",
        "t10"."person_id" AS "person_"
      FROM (
        SELECT
          "t9"."person_id",
          "t9"."held_on",
          "t9"."next_on",
          "t3"."left_on"
        FROM (
          SELECT
            "t7"."person_id",
            "t7"."held_on",
            LEAD("t7"."held_on", 1) OVER (
              PARTITION BY "t7"."person_id"
              ORDER BY "t7"."held_on" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_on"
          FROM (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t5"."person_id",
                "t5"."held_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM "coaching_sessions" AS "t1"
                  WHERE
                    "t1"."held_on" <= MAKE_DATE(2026, 6, 30)
                ) AS "t4"
                WHERE
                  "t4"."person_id" IS NOT NULL
              ) AS "t5"
            ) AS "t6"
          ) AS "t7"
        ) AS "t9"
        LEFT OUTER JOIN (
          SELECT
            "t0"."id" AS "leaver",
            "t0"."left_on"
          FROM "people" AS "t0"
        ) AS "t3"
          ON "t9"."person_id" = "t3"."leaver"
      ) AS "t10"
    ) AS "t11"
  ) AS "t12"
  WHERE
    "t12"."days" IS NOT NULL
) AS "t13"
GROUP BY
  1;
