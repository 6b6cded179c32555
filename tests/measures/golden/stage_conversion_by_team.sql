WITH "t14" AS (
  SELECT
    "t10"."opportunity_id",
    "t10"."stage",
    "t10"."entered_on",
    "t12"."place",
    "t12"."is_closed",
    "t12"."is_won"
  FROM (
    SELECT
      *
    FROM "stage_history" AS "t3"
    WHERE
      "t3"."entered_on" <= MAKE_DATE(2026, 6, 30)
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t4"."name" AS "stage_name",
      MIN("t4"."position") AS "place",
      BOOL_OR(CAST(COALESCE("t4"."closed", FALSE) AS BOOLEAN)) AS "is_closed",
      BOOL_OR(CAST(COALESCE("t4"."won", FALSE) AS BOOLEAN)) AS "is_won"
    FROM "stages" AS "t4"
    GROUP BY
      1
  ) AS "t12"
    ON "t10"."stage" = "t12"."stage_name"
)
SELECT
  "t37"."by_team",
  "t37"."by_fiscal_quarter",
  "t37"."by_stage",
  "t37"."days",
  COUNT(*) AS "n",
  SUM(CAST("t37"."first" AS BIGINT)) AS "first",
  SUM(CAST("t37"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t37"."first" OR "t37"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t35"."opportunity_id",
      "t35"."stage",
      "t35"."entered_on",
      "t35"."reached_on",
      "t35"."id",
      "t35"."outcome",
      "t35"."close_on",
      "t35"."owner_id",
      "t35"."region",
      "t35"."account_id",
      "t35"."advanced",
      "t35"."dropped",
      "t35"."days_in_stage",
      "t35"."account__region",
      "t35"."organisation__team_id",
      "t35"."organisation__region",
      "t35"."person_",
      "t35"."by_team",
      "t35"."by_fiscal_quarter",
      "t35"."by_stage",
      "t35"."days_in_stage" AS "days",
      "t35"."advanced" AS "first",
      "t35"."dropped" AND NOT (
        "t35"."advanced"
      ) AS "second"
    FROM (
      SELECT
        "t34"."opportunity_id",
        "t34"."stage",
        "t34"."entered_on",
        "t34"."reached_on",
        "t34"."id",
        "t34"."outcome",
        "t34"."close_on",
        "t34"."owner_id",
        "t34"."region",
        "t34"."account_id",
        "t34"."advanced",
        "t34"."dropped",
        "t34"."days_in_stage",
        "t34"."account__region",
        "t34"."organisation__team_id",
        "t34"."organisation__region",
        "t34"."owner_id" AS "person_",
        "t34"."organisation__team_id" AS "by_team",
        DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t34"."entered_on") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS "by_fiscal_quarter",
        "t34"."stage" AS "by_stage"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t31"."opportunity_id",
              "t31"."stage",
              "t31"."entered_on",
              "t31"."reached_on",
              "t31"."id",
              "t31"."outcome",
              "t31"."close_on",
              "t31"."owner_id",
              "t31"."region",
              "t31"."account_id",
              "t31"."advanced",
              "t31"."dropped",
              "t31"."days_in_stage",
              "t7"."account__region",
              "t18"."organisation__team_id",
              "t18"."organisation__region"
            FROM (
              SELECT
                "t29"."opportunity_id",
                "t29"."stage",
                "t29"."entered_on",
                "t29"."reached_on",
                "t29"."id",
                "t29"."outcome",
                "t29"."close_on",
                "t29"."owner_id",
                "t29"."region",
                "t29"."account_id",
                (
                  "t29"."reached_on" IS NOT NULL
                ) OR (
                  "t29"."outcome" = 'won'
                ) AS "advanced",
                NOT (
                  (
                    "t29"."reached_on" IS NOT NULL
                  ) OR (
                    "t29"."outcome" = 'won'
                  )
                )
                AND "t29"."outcome" IN ('lost', 'no_decision') AS "dropped",
                GREATEST(
                  DATE_DIFF(
                    'DAY',
                    "t29"."entered_on",
                    CASE
                      WHEN "t29"."reached_on" IS NOT NULL
                      THEN "t29"."reached_on"
                      ELSE CASE
                        WHEN (
                          "t29"."reached_on" IS NOT NULL
                        )
                        OR (
                          "t29"."outcome" = 'won'
                        )
                        OR (
                          NOT (
                            (
                              "t29"."reached_on" IS NOT NULL
                            ) OR (
                              "t29"."outcome" = 'won'
                            )
                          )
                          AND "t29"."outcome" IN ('lost', 'no_decision')
                        )
                        THEN "t29"."close_on"
                        ELSE MAKE_DATE(2026, 6, 30)
                      END
                    END
                  ),
                  0
                ) AS "days_in_stage"
              FROM (
                SELECT
                  "t28"."opportunity_id",
                  "t28"."stage",
                  "t28"."entered_on",
                  "t28"."reached_on",
                  "t19"."id",
                  "t19"."outcome",
                  "t19"."close_on",
                  "t19"."owner_id",
                  "t19"."region",
                  "t19"."account_id"
                FROM (
                  SELECT
                    "t26"."opportunity_id",
                    "t26"."stage",
                    "t26"."entered_on",
                    MIN("t26"."later_on") AS "reached_on"
                  FROM (
                    SELECT
                      "t24"."opportunity_id",
                      "t24"."stage",
                      "t24"."place",
                      "t24"."entered_on",
                      "t25"."later_deal",
                      "t25"."later_place",
                      "t25"."later_on",
                      "t25"."later_won"
                    FROM (
                      SELECT
                        "t20"."opportunity_id",
                        "t20"."stage",
                        "t20"."place",
                        MIN("t20"."entered_on") AS "entered_on"
                      FROM (
                        SELECT
                          *
                        FROM "t14" AS "t17"
                        WHERE
                          NOT (
                            "t17"."is_closed"
                          )
                      ) AS "t20"
                      GROUP BY
                        1,
                        2,
                        3
                    ) AS "t24"
                    LEFT OUTER JOIN (
                      SELECT
                        "t21"."opportunity_id" AS "later_deal",
                        "t21"."place" AS "later_place",
                        "t21"."entered_on" AS "later_on",
                        "t21"."is_won" AS "later_won"
                      FROM (
                        SELECT
                          *
                        FROM "t14" AS "t17"
                        WHERE
                          NOT (
                            "t17"."is_closed"
                          ) OR "t17"."is_won"
                      ) AS "t21"
                    ) AS "t25"
                      ON "t24"."opportunity_id" = "t25"."later_deal"
                      AND "t25"."later_on" >= "t24"."entered_on"
                      AND (
                        "t25"."later_won" OR (
                          "t25"."later_place" > "t24"."place"
                        )
                      )
                  ) AS "t26"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t28"
                INNER JOIN (
                  SELECT
                    "t9"."id",
                    CASE
                      WHEN (
                        "t9"."outcome" <> 'open'
                      )
                      AND COALESCE("t9"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                      THEN 'open'
                      ELSE "t9"."outcome"
                    END AS "outcome",
                    "t9"."close_on",
                    "t9"."owner_id",
                    "t9"."region",
                    "t9"."account_id"
                  FROM (
                    SELECT
                      *
                    FROM "opportunities" AS "t2"
                    WHERE
                      (
                        "t2"."created_on" IS NULL
                      )
                      OR (
                        "t2"."created_on" <= MAKE_DATE(2026, 6, 30)
                      )
                  ) AS "t9"
                ) AS "t19"
                  ON "t28"."opportunity_id" = "t19"."id"
              ) AS "t29"
            ) AS "t31"
            LEFT OUTER JOIN (
              SELECT
                "t0"."id" AS "link_key",
                "t0"."region" AS "account__region"
              FROM "accounts" AS "t0"
            ) AS "t7"
              ON "t31"."account_id" = "t7"."link_key"
            LEFT OUTER JOIN (
              SELECT
                "t13"."person_id" AS "link_key",
                "t13"."from_on" AS "link_from",
                "t13"."until" AS "link_until",
                "t13"."team_id" AS "organisation__team_id",
                "t13"."region" AS "organisation__region"
              FROM (
                SELECT
                  "t6"."person_id",
                  "t6"."from_on",
                  "t6"."team_id",
                  "t6"."region",
                  LEAST(
                    COALESCE("t6"."to_on", MAKE_DATE(9999, 12, 31)),
                    COALESCE(
                      LEAD("t6"."from_on", 1) OVER (
                        PARTITION BY "t6"."person_id"
                        ORDER BY "t6"."from_on" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(9999, 12, 31)
                    )
                  ) AS "until"
                FROM (
                  SELECT
                    "t1"."person_id",
                    "t1"."from_on",
                    "t1"."to_on",
                    "t1"."team_id",
                    "t1"."region"
                  FROM "org_history" AS "t1"
                ) AS "t6"
              ) AS "t13"
            ) AS "t18"
              ON "t31"."owner_id" = "t18"."link_key"
              AND "t31"."entered_on" >= "t18"."link_from"
              AND "t31"."entered_on" < "t18"."link_until"
          ) AS "t32"
          WHERE
            COALESCE(
              LOWER(
                COALESCE(COALESCE("t32"."region", "t32"."organisation__region"), "t32"."account__region")
              ) = 'emea',
              FALSE
            )
        ) AS "t33"
        WHERE
          "t33"."entered_on" >= MAKE_DATE(2025, 1, 1)
          AND "t33"."entered_on" < MAKE_DATE(2026, 1, 1)
      ) AS "t34"
    ) AS "t35"
  ) AS "t36"
  WHERE
    "t36"."days" IS NOT NULL
) AS "t37"
GROUP BY
  1,
  2,
  3,
  4;
