WITH "t7" AS (
  SELECT
    *
  FROM (
    SELECT
      "t2"."person_id",
      "t2"."from_on",
      "t2"."territory_id",
      LEAST(
        COALESCE("t2"."to_on", MAKE_DATE(9999, 12, 31)),
        COALESCE(
          LEAD("t2"."from_on", 1) OVER (
            PARTITION BY "t2"."person_id"
            ORDER BY "t2"."from_on" ASC
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
        "t1"."territory_id"
      FROM "org_history" AS "t1"
    ) AS "t2"
  ) AS "t5"
  WHERE
    "t5"."territory_id" IS NOT NULL
)
SELECT
  "t19"."days",
  COUNT(*) AS "n",
  SUM(CAST("t19"."first" AS BIGINT)) AS "first",
  SUM(CAST("t19"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t19"."first" OR "t19"."second"
  ) AS BIGINT)) AS "censored"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t17"."person_id",
      "t17"."territory_id",
      "t17"."left_on",
      "t17"."last_on",
      "t17"."filled_on",
      "t17"."shared",
      "t17"."person_",
      GREATEST(
        DATE_DIFF('DAY', "t17"."left_on", COALESCE("t17"."filled_on", MAKE_DATE(2026, 6, 30))),
        0
      ) AS "days",
      "t17"."filled_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t17"."filled_on" IS NOT NULL
      ) AS "second"
    FROM (
      SELECT
        "t16"."person_id",
        "t16"."territory_id",
        "t16"."left_on",
        "t16"."last_on",
        "t16"."filled_on",
        "t16"."shared",
        "t16"."person_id" AS "person_"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t14"."person_id",
            "t14"."territory_id",
            "t14"."left_on",
            "t14"."last_on",
            MIN(
              CASE WHEN "t14"."taken_on" >= "t14"."left_on" THEN "t14"."taken_on" ELSE NULL END
            ) AS "filled_on",
            BOOL_OR(CAST(COALESCE(NOT (
              "t14"."taken_on" >= "t14"."left_on"
            ), FALSE) AS BOOLEAN)) AS "shared"
          FROM (
            SELECT
              "t11"."leaver",
              "t11"."left_on",
              "t11"."last_on",
              "t10"."person_id",
              "t10"."from_on",
              "t10"."territory_id",
              "t10"."until",
              "t13"."other",
              "t13"."theirs",
              "t13"."taken_on",
              "t13"."given_on"
            FROM (
              SELECT
                "t6"."id" AS "leaver",
                "t6"."left_on",
                "t6"."last_on"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t3"."id",
                    "t3"."full_name",
                    "t3"."first_name",
                    "t3"."last_name",
                    "t3"."email",
                    "t3"."other_emails",
                    "t3"."employee_number",
                    "t3"."title",
                    "t3"."role",
                    "t3"."level",
                    "t3"."manager_ref",
                    "t3"."manager_id",
                    "t3"."team_id",
                    "t3"."territory_id",
                    "t3"."region",
                    "t3"."motion",
                    "t3"."base_pay_minor",
                    "t3"."base_pay_base_minor",
                    "t3"."commission_rate",
                    "t3"."currency",
                    "t3"."hired_on",
                    "t3"."left_on",
                    "t3"."leaving_kind",
                    "t3"."leaving_reason",
                    "t3"."system",
                    "t3"."load_id",
                    "t3"."line",
                    "t3"."id" AS "person_id",
                    "t3"."left_on" - INTERVAL '1' DAY AS "last_on"
                  FROM (
                    SELECT
                      *
                    FROM "people" AS "t0"
                    WHERE
                      (
                        "t0"."left_on" IS NULL
                      ) OR COALESCE("t0"."left_on" >= "t0"."hired_on", TRUE)
                  ) AS "t3"
                ) AS "t4"
                WHERE
                  "t4"."last_on" <= MAKE_DATE(2026, 6, 30)
              ) AS "t6"
            ) AS "t11"
            INNER JOIN "t7" AS "t10"
              ON "t11"."leaver" = "t10"."person_id"
              AND "t11"."last_on" >= "t10"."from_on"
              AND "t11"."last_on" < "t10"."until"
            LEFT OUTER JOIN (
              SELECT
                "t8"."person_id" AS "other",
                "t8"."territory_id" AS "theirs",
                "t8"."from_on" AS "taken_on",
                "t8"."until" AS "given_on"
              FROM "t7" AS "t8"
            ) AS "t13"
              ON "t10"."territory_id" = "t13"."theirs"
              AND "t10"."person_id" <> "t13"."other"
              AND "t13"."given_on" > "t11"."left_on"
              AND "t13"."taken_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t14"
          GROUP BY
            1,
            2,
            3,
            4
        ) AS "t15"
        WHERE
          NOT (
            "t15"."shared"
          )
      ) AS "t16"
    ) AS "t17"
  ) AS "t18"
  WHERE
    "t18"."days" IS NOT NULL
) AS "t19"
GROUP BY
  1;
