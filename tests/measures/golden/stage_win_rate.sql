WITH "t8" AS (
  SELECT
    "t5"."opportunity_id",
    "t5"."stage",
    "t5"."entered_on",
    "t7"."place",
    "t7"."is_closed",
    "t7"."is_won"
  FROM (
    SELECT
      *
    FROM "stage_history" AS "t1"
    WHERE
      "t1"."entered_on" <= MAKE_DATE(2026, 6, 30)
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t2"."name" AS "stage_name",
      MIN("t2"."position") AS "place",
      BOOL_OR(CAST(COALESCE("t2"."closed", FALSE) AS BOOLEAN)) AS "is_closed",
      BOOL_OR(CAST(COALESCE("t2"."won", FALSE) AS BOOLEAN)) AS "is_won"
    FROM "stages" AS "t2"
    GROUP BY
      1
  ) AS "t7"
    ON "t5"."stage" = "t7"."stage_name"
)
SELECT
  "t26"."by_stage",
  "t26"."days",
  COUNT(*) AS "n",
  SUM(CAST("t26"."first" AS BIGINT)) AS "first",
  SUM(CAST("t26"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t26"."first" OR "t26"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t24"."opportunity_id",
      "t24"."stage",
      "t24"."entered_on",
      "t24"."reached_on",
      "t24"."id",
      "t24"."outcome",
      "t24"."close_on",
      "t24"."owner_id",
      "t24"."advanced",
      "t24"."dropped",
      "t24"."days_in_stage",
      "t24"."person_",
      "t24"."by_stage",
      GREATEST(
        DATE_DIFF(
          'DAY',
          "t24"."entered_on",
          CASE
            WHEN "t24"."outcome" <> 'open'
            THEN "t24"."close_on"
            ELSE MAKE_DATE(2026, 6, 30)
          END
        ),
        0
      ) AS "days",
      "t24"."outcome" = 'won' AS "first",
      "t24"."outcome" IN ('lost', 'no_decision') AND NOT (
        "t24"."outcome" = 'won'
      ) AS "second"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t22"."opportunity_id",
          "t22"."stage",
          "t22"."entered_on",
          "t22"."reached_on",
          "t22"."id",
          "t22"."outcome",
          "t22"."close_on",
          "t22"."owner_id",
          "t22"."advanced",
          "t22"."dropped",
          "t22"."days_in_stage",
          "t22"."owner_id" AS "person_",
          "t22"."stage" AS "by_stage"
        FROM (
          SELECT
            "t21"."opportunity_id",
            "t21"."stage",
            "t21"."entered_on",
            "t21"."reached_on",
            "t21"."id",
            "t21"."outcome",
            "t21"."close_on",
            "t21"."owner_id",
            (
              "t21"."reached_on" IS NOT NULL
            ) OR (
              "t21"."outcome" = 'won'
            ) AS "advanced",
            NOT (
              (
                "t21"."reached_on" IS NOT NULL
              ) OR (
                "t21"."outcome" = 'won'
              )
            )
            AND "t21"."outcome" IN ('lost', 'no_decision') AS "dropped",
            GREATEST(
              DATE_DIFF(
                'DAY',
                "t21"."entered_on",
                CASE
                  WHEN "t21"."reached_on" IS NOT NULL
                  THEN "t21"."reached_on"
                  ELSE CASE
                    WHEN (
                      "t21"."reached_on" IS NOT NULL
                    )
                    OR (
                      "t21"."outcome" = 'won'
                    )
                    OR (
                      NOT (
                        (
                          "t21"."reached_on" IS NOT NULL
                        ) OR (
                          "t21"."outcome" = 'won'
                        )
                      )
                      AND "t21"."outcome" IN ('lost', 'no_decision')
                    )
                    THEN "t21"."close_on"
                    ELSE MAKE_DATE(2026, 6, 30)
                  END
                END
              ),
              0
            ) AS "days_in_stage"
          FROM (
            SELECT
              "t20"."opportunity_id",
              "t20"."stage",
              "t20"."entered_on",
              "t20"."reached_on",
              "t11"."id",
              "t11"."outcome",
              "t11"."close_on",
              "t11"."owner_id"
            FROM (
              SELECT
                "t18"."opportunity_id",
                "t18"."stage",
                "t18"."entered_on",
                MIN("t18"."later_on") AS "reached_on"
              FROM (
                SELECT
                  "t16"."opportunity_id",
                  "t16"."stage",
                  "t16"."place",
                  "t16"."entered_on",
                  "t17"."later_deal",
                  "t17"."later_place",
                  "t17"."later_on",
                  "t17"."later_won"
                FROM (
                  SELECT
                    "t12"."opportunity_id",
                    "t12"."stage",
                    "t12"."place",
                    MIN("t12"."entered_on") AS "entered_on"
                  FROM (
                    SELECT
                      *
                    FROM "t8" AS "t10"
                    WHERE
                      NOT (
                        "t10"."is_closed"
                      )
                  ) AS "t12"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t16"
                LEFT OUTER JOIN (
                  SELECT
                    "t13"."opportunity_id" AS "later_deal",
                    "t13"."place" AS "later_place",
                    "t13"."entered_on" AS "later_on",
                    "t13"."is_won" AS "later_won"
                  FROM (
                    SELECT
                      *
                    FROM "t8" AS "t10"
                    WHERE
                      NOT (
                        "t10"."is_closed"
                      ) OR "t10"."is_won"
                  ) AS "t13"
                ) AS "t17"
                  ON "t16"."opportunity_id" = "t17"."later_deal"
                  AND "t17"."later_on" >= "t16"."entered_on"
                  AND (
                    "t17"."later_won" OR (
                      "t17"."later_place" > "t16"."place"
                    )
                  )
              ) AS "t18"
              GROUP BY
                1,
                2,
                3
            ) AS "t20"
            INNER JOIN (
              SELECT
                "t4"."id",
                CASE
                  WHEN (
                    "t4"."outcome" <> 'open'
                  )
                  AND COALESCE("t4"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                  THEN 'open'
                  ELSE "t4"."outcome"
                END AS "outcome",
                "t4"."close_on",
                "t4"."owner_id"
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
              ) AS "t4"
            ) AS "t11"
              ON "t20"."opportunity_id" = "t11"."id"
          ) AS "t21"
        ) AS "t22"
      ) AS "t23"
      WHERE
        (
          "t23"."outcome" = 'open'
        ) OR (
          "t23"."close_on" IS NOT NULL
        )
    ) AS "t24"
  ) AS "t25"
  WHERE
    "t25"."days" IS NOT NULL
) AS "t26"
GROUP BY
  1,
  2;
