SELECT
  "t22"."by_team",
  "t22"."by_fiscal_quarter",
  COUNT(DISTINCT "t22"."t0_n") AS "t0_n",
  SUM("t22"."t0_x") AS "t0_x",
  COALESCE(SUM("t22"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t22"."t0_without_amount"), 0) AS "t0_without_amount",
  COALESCE(SUM("t22"."t0_negative"), 0) AS "t0_negative",
  COALESCE(SUM("t22"."t0_undated"), 0) AS "t0_undated"
FROM (
  SELECT
    "t21"."id",
    "t21"."outcome",
    "t21"."close_on",
    "t21"."amount_minor",
    "t21"."amount_base_minor",
    "t21"."region",
    "t21"."account_id",
    "t21"."credited_id",
    "t21"."share_to",
    "t21"."share_from",
    "t21"."account__region",
    "t21"."organisation__team_id",
    "t21"."organisation__region",
    "t21"."person_",
    "t21"."by_team",
    "t21"."by_fiscal_quarter",
    "t21"."id" AS "t0_n",
    CAST(ROUND("t21"."amount_base_minor" * "t21"."share_to", 0) AS BIGINT) - CAST(ROUND("t21"."amount_base_minor" * "t21"."share_from", 0) AS BIGINT) AS "t0_x",
    CAST((
      "t21"."amount_minor" IS NOT NULL
    )
    AND (
      "t21"."amount_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t21"."amount_minor" IS NULL AS BIGINT) AS "t0_without_amount",
    CAST(COALESCE("t21"."amount_base_minor" < 0, FALSE) AS BIGINT) AS "t0_negative",
    CAST("t21"."close_on" IS NULL AS BIGINT) AS "t0_undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t19"."id",
        "t19"."outcome",
        "t19"."close_on",
        "t19"."amount_minor",
        "t19"."amount_base_minor",
        "t19"."region",
        "t19"."account_id",
        "t19"."credited_id",
        "t19"."share_to",
        "t19"."share_from",
        "t19"."account__region",
        "t19"."organisation__team_id",
        "t19"."organisation__region",
        "t19"."credited_id" AS "person_",
        "t19"."organisation__team_id" AS "by_team",
        DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t19"."close_on") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS "by_fiscal_quarter"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t13"."id",
              "t13"."outcome",
              "t13"."close_on",
              "t13"."amount_minor",
              "t13"."amount_base_minor",
              "t13"."region",
              "t13"."account_id",
              "t16"."credited_id",
              COALESCE("t16"."share_to", 1.0) AS "share_to",
              COALESCE("t16"."share_from", 0.0) AS "share_from",
              "t6"."account__region",
              "t14"."organisation__team_id",
              "t14"."organisation__region"
            FROM (
              SELECT
                "t7"."id",
                CASE
                  WHEN (
                    "t7"."outcome" <> 'open'
                  )
                  AND COALESCE("t7"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                  THEN 'open'
                  ELSE "t7"."outcome"
                END AS "outcome",
                "t7"."close_on",
                "t7"."amount_minor",
                "t7"."amount_base_minor",
                "t7"."region",
                "t7"."account_id"
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
              ) AS "t7"
            ) AS "t13"
            LEFT OUTER JOIN (
              SELECT
                "t9"."opportunity_id" AS "credit_of",
                "t9"."person_id" AS "credited_id",
                SUM("t9"."part") OVER (
                  PARTITION BY "t9"."opportunity_id"
                  ORDER BY "t9"."person_id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "share_to",
                SUM("t9"."part") OVER (
                  PARTITION BY "t9"."opportunity_id"
                  ORDER BY "t9"."person_id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) - "t9"."part" AS "share_from"
              FROM (
                SELECT
                  "t8"."opportunity_id",
                  "t8"."person_id",
                  SUM("t8"."part") AS "part"
                FROM (
                  SELECT
                    *
                  FROM "credits" AS "t2"
                  WHERE
                    COALESCE("t2"."kind", 'revenue') <> 'overlay'
                ) AS "t8"
                GROUP BY
                  1,
                  2
              ) AS "t9"
            ) AS "t16"
              ON "t13"."id" = "t16"."credit_of"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "link_key",
                "t1"."region" AS "account__region"
              FROM "accounts" AS "t1"
            ) AS "t6"
              ON "t13"."account_id" = "t6"."link_key"
            LEFT OUTER JOIN (
              SELECT
                "t10"."person_id" AS "link_key",
                "t10"."from_on" AS "link_from",
                "t10"."until" AS "link_until",
                "t10"."team_id" AS "organisation__team_id",
                "t10"."region" AS "organisation__region"
              FROM (
                SELECT
                  "t5"."person_id",
                  "t5"."from_on",
                  "t5"."team_id",
                  "t5"."region",
                  LEAST(
                    COALESCE("t5"."to_on", MAKE_DATE(9999, 12, 31)),
                    COALESCE(
                      LEAD("t5"."from_on", 1) OVER (
                        PARTITION BY "t5"."person_id"
                        ORDER BY "t5"."from_on" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(9999, 12, 31)
                    )
                  ) AS "until"
                FROM (
                  SELECT
                    "t3"."person_id",
                    "t3"."from_on",
                    "t3"."to_on",
                    "t3"."team_id",
                    "t3"."region"
                  FROM "org_history" AS "t3"
                ) AS "t5"
              ) AS "t10"
            ) AS "t14"
              ON "t16"."credited_id" = "t14"."link_key"
              AND "t13"."close_on" >= "t14"."link_from"
              AND "t13"."close_on" < "t14"."link_until"
          ) AS "t17"
          WHERE
            COALESCE(
              LOWER(
                COALESCE(COALESCE("t17"."region", "t17"."organisation__region"), "t17"."account__region")
              ) = 'emea',
              FALSE
            )
        ) AS "t18"
        WHERE
          "t18"."close_on" >= MAKE_DATE(2025, 1, 1)
          AND "t18"."close_on" < MAKE_DATE(2026, 1, 1)
      ) AS "t19"
    ) AS "t20"
    WHERE
      "t20"."outcome" = 'won'
  ) AS "t21"
) AS "t22"
GROUP BY
  1,
  2;
