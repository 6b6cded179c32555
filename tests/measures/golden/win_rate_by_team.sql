SELECT
  "t18"."by_team",
  "t18"."by_fiscal_quarter",
  SUM(CAST("t18"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t18"."t0_n") AS "t0_n",
  SUM("t18"."t0_x") AS "t0_x",
  SUM("t18"."t0_m") AS "t0_m",
  SUM(CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t18"."t0_no_decision") AS "t0_no_decision",
  SUM("t18"."t0_undated") AS "t0_undated"
FROM (
  SELECT
    "t17"."by_team",
    "t17"."by_fiscal_quarter",
    COALESCE("t17"."person_", 'fact ' || "t17"."id") AS "cluster",
    COUNT("t17"."t0_n") AS "t0_n",
    SUM("t17"."t0_x") AS "t0_x",
    SUM("t17"."t0_m") AS "t0_m",
    COALESCE(SUM("t17"."t0_no_decision"), 0) AS "t0_no_decision",
    COALESCE(SUM("t17"."t0_undated"), 0) AS "t0_undated"
  FROM (
    SELECT
      "t16"."id",
      "t16"."outcome",
      "t16"."owner_id",
      "t16"."close_on",
      "t16"."region",
      "t16"."account_id",
      "t16"."account__region",
      "t16"."organisation__team_id",
      "t16"."organisation__region",
      "t16"."person_",
      "t16"."by_team",
      "t16"."by_fiscal_quarter",
      1 AS "t0_n",
      CAST("t16"."outcome" = 'won' AS BIGINT) AS "t0_x",
      CAST("t16"."outcome" IN ('won', 'lost') AS BIGINT) AS "t0_m",
      CAST("t16"."outcome" = 'no_decision' AS BIGINT) AS "t0_no_decision",
      CAST("t16"."close_on" IS NULL AS BIGINT) AS "t0_undated"
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
  ) AS "t17"
  GROUP BY
    1,
    2,
    3
) AS "t18"
GROUP BY
  1,
  2;
