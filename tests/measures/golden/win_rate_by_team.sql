SELECT
  "t17"."by_team",
  "t17"."by_fiscal_quarter",
  SUM(CAST("t17"."m" <> 0 AS BIGINT)) AS "clusters",
  SUM("t17"."n") AS "n",
  SUM("t17"."x") AS "x",
  SUM("t17"."m") AS "m",
  SUM(CAST("t17"."x" AS DOUBLE) * CAST("t17"."x" AS DOUBLE)) AS "xx",
  SUM(CAST("t17"."x" AS DOUBLE) * CAST("t17"."m" AS DOUBLE)) AS "xm",
  SUM(CAST("t17"."m" AS DOUBLE) * CAST("t17"."m" AS DOUBLE)) AS "mm",
  SUM(
    CAST("t17"."x" AS DOUBLE) * CAST("t17"."x" AS DOUBLE) * CAST("t17"."x" AS DOUBLE)
  ) AS "xxx",
  SUM(
    CAST("t17"."x" AS DOUBLE) * CAST("t17"."x" AS DOUBLE) * CAST("t17"."m" AS DOUBLE)
  ) AS "xxm",
  SUM(
    CAST("t17"."x" AS DOUBLE) * CAST("t17"."m" AS DOUBLE) * CAST("t17"."m" AS DOUBLE)
  ) AS "xmm",
  SUM(
    CAST("t17"."m" AS DOUBLE) * CAST("t17"."m" AS DOUBLE) * CAST("t17"."m" AS DOUBLE)
  ) AS "mmm",
  SUM("t17"."no_decision") AS "no_decision"
FROM (
  SELECT
    "t16"."by_team",
    "t16"."by_fiscal_quarter",
    COALESCE("t16"."person_", 'deal ' || "t16"."id") AS "cluster",
    COUNT(*) AS "n",
    SUM(CAST("t16"."outcome" = 'won' AS BIGINT)) AS "x",
    SUM(CAST("t16"."outcome" IN ('won', 'lost') AS BIGINT)) AS "m",
    COALESCE(SUM(CAST("t16"."outcome" = 'no_decision' AS BIGINT)), 0) AS "no_decision"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t14"."id",
        "t14"."outcome",
        "t14"."owner_id",
        "t14"."close_on",
        "t14"."region",
        "t14"."account_id",
        "t14"."account__region",
        "t14"."organisation__team_id",
        "t14"."organisation__region",
        "t14"."owner_id" AS "person_",
        "t14"."organisation__team_id" AS "by_team",
        DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t14"."close_on") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS "by_fiscal_quarter"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t10"."id",
              "t10"."outcome",
              "t10"."owner_id",
              "t10"."close_on",
              "t10"."region",
              "t10"."account_id",
              "t5"."account__region",
              "t11"."organisation__team_id",
              "t11"."organisation__region"
            FROM (
              SELECT
                "t6"."id",
                CASE
                  WHEN (
                    "t6"."outcome" <> 'open'
                  )
                  AND COALESCE("t6"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                  THEN 'open'
                  ELSE "t6"."outcome"
                END AS "outcome",
                "t6"."owner_id",
                "t6"."close_on",
                "t6"."region",
                "t6"."account_id"
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
              ) AS "t6"
            ) AS "t10"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "link_key",
                "t1"."region" AS "account__region"
              FROM "accounts" AS "t1"
            ) AS "t5"
              ON "t10"."account_id" = "t5"."link_key"
            LEFT OUTER JOIN (
              SELECT
                "t7"."person_id" AS "link_key",
                "t7"."from_on" AS "link_from",
                "t7"."until" AS "link_until",
                "t7"."team_id" AS "organisation__team_id",
                "t7"."region" AS "organisation__region"
              FROM (
                SELECT
                  "t4"."person_id",
                  "t4"."from_on",
                  "t4"."team_id",
                  "t4"."region",
                  LEAST(
                    COALESCE("t4"."to_on", MAKE_DATE(9999, 12, 31)),
                    COALESCE(
                      LEAD("t4"."from_on", 1) OVER (
                        PARTITION BY "t4"."person_id"
                        ORDER BY "t4"."from_on" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(9999, 12, 31)
                    )
                  ) AS "until"
                FROM (
                  SELECT
                    "t2"."person_id",
                    "t2"."from_on",
                    "t2"."to_on",
                    "t2"."team_id",
                    "t2"."region"
                  FROM "org_history" AS "t2"
                ) AS "t4"
              ) AS "t7"
            ) AS "t11"
              ON "t10"."owner_id" = "t11"."link_key"
              AND "t10"."close_on" >= "t11"."link_from"
              AND "t10"."close_on" < "t11"."link_until"
          ) AS "t12"
          WHERE
            COALESCE(
              LOWER(
                COALESCE(COALESCE("t12"."region", "t12"."organisation__region"), "t12"."account__region")
              ) = 'emea',
              FALSE
            )
        ) AS "t13"
        WHERE
          "t13"."close_on" >= MAKE_DATE(2025, 1, 1)
          AND "t13"."close_on" < MAKE_DATE(2026, 1, 1)
      ) AS "t14"
    ) AS "t15"
    WHERE
      "t15"."outcome" <> 'open'
  ) AS "t16"
  GROUP BY
    1,
    2,
    3
) AS "t17"
GROUP BY
  1,
  2;
