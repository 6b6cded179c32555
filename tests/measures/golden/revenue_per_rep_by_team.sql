WITH "t11" AS (
  SELECT
    *
  FROM "opportunities" AS "t1"
  WHERE
    "t1"."outcome" = 'won'
    AND "t1"."close_on" <= MAKE_DATE(2026, 6, 30)
    AND (
      (
        "t1"."created_on" IS NULL
      ) OR (
        "t1"."close_on" >= "t1"."created_on"
      )
    )
)
SELECT
  "t50"."by_team",
  "t50"."by_fiscal_quarter",
  SUM(CAST("t50"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t50"."t0_n") AS "t0_n",
  SUM("t50"."t0_x") AS "t0_x",
  SUM("t50"."t0_m") AS "t0_m",
  SUM(CAST("t50"."t0_x" AS DOUBLE) * CAST("t50"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t50"."t0_x" AS DOUBLE) * "t50"."t0_m") AS "t0_xm",
  SUM("t50"."t0_m" * "t50"."t0_m") AS "t0_mm",
  SUM(
    CAST("t50"."t0_x" AS DOUBLE) * CAST("t50"."t0_x" AS DOUBLE) * CAST("t50"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t50"."t0_x" AS DOUBLE) * CAST("t50"."t0_x" AS DOUBLE) * "t50"."t0_m") AS "t0_xxm",
  SUM(CAST("t50"."t0_x" AS DOUBLE) * "t50"."t0_m" * "t50"."t0_m") AS "t0_xmm",
  SUM("t50"."t0_m" * "t50"."t0_m" * "t50"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t49"."by_team",
    "t49"."by_fiscal_quarter",
    "t49"."person_id" AS "cluster",
    COUNT("t49"."t0_n") AS "t0_n",
    SUM("t49"."t0_x") AS "t0_x",
    SUM("t49"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t48"."person_id",
      "t48"."team_id",
      "t48"."region",
      "t48"."piece_from",
      "t48"."piece_to",
      "t48"."bucket_days",
      "t48"."won_minor",
      "t48"."person_",
      "t48"."by_team",
      "t48"."by_fiscal_quarter",
      1 AS "t0_n",
      "t48"."won_minor" AS "t0_x",
      DATE_DIFF('DAY', "t48"."piece_from", "t48"."piece_to") / NULLIF(CAST("t48"."bucket_days" AS DOUBLE), 0) AS "t0_m"
    FROM (
      SELECT
        "t47"."person_id",
        "t47"."team_id",
        "t47"."region",
        "t47"."piece_from",
        "t47"."piece_to",
        "t47"."bucket_days",
        "t47"."won_minor",
        "t47"."person_id" AS "person_",
        "t47"."team_id" AS "by_team",
        DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t47"."piece_from") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS "by_fiscal_quarter"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t44"."person_id",
              "t44"."team_id",
              "t44"."region",
              "t44"."piece_from",
              "t44"."piece_to",
              "t44"."bucket_days",
              COALESCE("t44"."won_minor", 0) AS "won_minor"
            FROM (
              SELECT
                "t35"."person_id",
                "t35"."team_id",
                "t35"."region",
                "t35"."piece_from",
                "t35"."piece_to",
                "t35"."bucket_days",
                "t43"."won_minor"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t26"."person_id",
                    "t26"."team_id",
                    "t26"."region",
                    GREATEST("t26"."segment_from", GREATEST("t21"."bucket_on", "t29"."first_on")) AS "piece_from",
                    LEAST("t26"."segment_until", "t21"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t21"."bucket_on", "t29"."first_on"), "t21"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t17"."person_id",
                      "t17"."from_on" AS "segment_from",
                      "t17"."team_id",
                      "t17"."region",
                      "t17"."until" AS "segment_until"
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
                          "t0"."person_id",
                          "t0"."from_on",
                          "t0"."to_on",
                          "t0"."team_id",
                          "t0"."region"
                        FROM "org_history" AS "t0"
                      ) AS "t4"
                    ) AS "t17"
                  ) AS "t26"
                  CROSS JOIN (
                    SELECT
                      "t8"."bucket_on",
                      COALESCE(
                        LEAD("t8"."bucket_on", 1) OVER (
                          ORDER BY "t8"."bucket_on" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        MAKE_DATE(2026, 1, 1)
                      ) AS "bucket_end"
                    FROM (
                      SELECT
                        UNNEST(
                          CAST([
                            MAKE_DATE(2025, 1, 1),
                            MAKE_DATE(2025, 2, 1),
                            MAKE_DATE(2025, 5, 1),
                            MAKE_DATE(2025, 8, 1),
                            MAKE_DATE(2025, 11, 1)
                          ] AS DATE[])
                        ) AS "bucket_on"
                    ) AS "t8"
                  ) AS "t21"
                  CROSS JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        MIN("t13"."close_on") AS "first_on"
                      FROM "t11" AS "t13"
                    ) AS "t18"
                    WHERE
                      (
                        SELECT
                          MIN("t13"."close_on") AS "Min(close_on)"
                        FROM "t11" AS "t13"
                      ) IS NOT NULL
                  ) AS "t29"
                ) AS "t32"
                WHERE
                  "t32"."piece_from" < "t32"."piece_to"
              ) AS "t35"
              SEMI JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t9"."person_id"
                    FROM (
                      SELECT
                        *
                      FROM "org_history" AS "t0"
                      WHERE
                        LOWER("t0"."role") IN (
                          'rep',
                          'seller',
                          'ae',
                          'account executive',
                          'account manager',
                          'sales rep',
                          'sales representative',
                          'sales executive'
                        )
                    ) AS "t9"
                  ) AS "t14"
                  UNION
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t1"."owner_id" AS "person_id"
                      FROM "opportunities" AS "t1"
                    ) AS "t5"
                    UNION
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t2"."person_id"
                      FROM "opportunity_splits" AS "t2"
                    ) AS "t6"
                  ) AS "t7"
                ) AS "t15"
                WHERE
                  "t15"."person_id" IS NOT NULL
              ) AS "t25"
                ON "t35"."person_id" = "t25"."person_id"
              LEFT OUTER JOIN (
                SELECT
                  "t41"."piece_person",
                  "t41"."piece_start",
                  SUM("t41"."won_minor") AS "won_minor"
                FROM (
                  SELECT
                    "t35"."person_id" AS "piece_person",
                    "t35"."piece_from" AS "piece_start",
                    "t35"."piece_to" AS "piece_end",
                    "t40"."fact_person",
                    "t40"."fact_day",
                    "t40"."won_minor"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t26"."person_id",
                        "t26"."team_id",
                        "t26"."region",
                        GREATEST("t26"."segment_from", GREATEST("t21"."bucket_on", "t29"."first_on")) AS "piece_from",
                        LEAST("t26"."segment_until", "t21"."bucket_end") AS "piece_to",
                        DATE_DIFF('DAY', GREATEST("t21"."bucket_on", "t29"."first_on"), "t21"."bucket_end") AS "bucket_days"
                      FROM (
                        SELECT
                          "t17"."person_id",
                          "t17"."from_on" AS "segment_from",
                          "t17"."team_id",
                          "t17"."region",
                          "t17"."until" AS "segment_until"
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
                              "t0"."person_id",
                              "t0"."from_on",
                              "t0"."to_on",
                              "t0"."team_id",
                              "t0"."region"
                            FROM "org_history" AS "t0"
                          ) AS "t4"
                        ) AS "t17"
                      ) AS "t26"
                      CROSS JOIN (
                        SELECT
                          "t8"."bucket_on",
                          COALESCE(
                            LEAD("t8"."bucket_on", 1) OVER (
                              ORDER BY "t8"."bucket_on" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ),
                            MAKE_DATE(2026, 1, 1)
                          ) AS "bucket_end"
                        FROM (
                          SELECT
                            UNNEST(
                              CAST([
                                MAKE_DATE(2025, 1, 1),
                                MAKE_DATE(2025, 2, 1),
                                MAKE_DATE(2025, 5, 1),
                                MAKE_DATE(2025, 8, 1),
                                MAKE_DATE(2025, 11, 1)
                              ] AS DATE[])
                            ) AS "bucket_on"
                        ) AS "t8"
                      ) AS "t21"
                      CROSS JOIN (
                        SELECT
                          *
                        FROM (
                          SELECT
                            MIN("t13"."close_on") AS "first_on"
                          FROM "t11" AS "t13"
                        ) AS "t18"
                        WHERE
                          (
                            SELECT
                              MIN("t13"."close_on") AS "Min(close_on)"
                            FROM "t11" AS "t13"
                          ) IS NOT NULL
                      ) AS "t29"
                    ) AS "t32"
                    WHERE
                      "t32"."piece_from" < "t32"."piece_to"
                  ) AS "t35"
                  SEMI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t9"."person_id"
                        FROM (
                          SELECT
                            *
                          FROM "org_history" AS "t0"
                          WHERE
                            LOWER("t0"."role") IN (
                              'rep',
                              'seller',
                              'ae',
                              'account executive',
                              'account manager',
                              'sales rep',
                              'sales representative',
                              'sales executive'
                            )
                        ) AS "t9"
                      ) AS "t14"
                      UNION
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t1"."owner_id" AS "person_id"
                          FROM "opportunities" AS "t1"
                        ) AS "t5"
                        UNION
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t2"."person_id"
                          FROM "opportunity_splits" AS "t2"
                        ) AS "t6"
                      ) AS "t7"
                    ) AS "t15"
                    WHERE
                      "t15"."person_id" IS NOT NULL
                  ) AS "t25"
                    ON "t35"."person_id" = "t25"."person_id"
                  INNER JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t37"."credited_id" AS "fact_person",
                        "t37"."happened_on" AS "fact_day",
                        CAST(ROUND("t37"."amount_base_minor" * "t37"."share_to", 0) AS BIGINT) - CAST(ROUND("t37"."amount_base_minor" * "t37"."share_from", 0) AS BIGINT) AS "won_minor"
                      FROM (
                        SELECT
                          "t36"."id",
                          "t36"."outcome",
                          "t36"."close_on",
                          "t36"."amount_base_minor",
                          "t36"."cost_base_minor",
                          "t36"."credited_id",
                          "t36"."share_to",
                          "t36"."share_from",
                          "t36"."close_on" AS "happened_on"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t27"."id",
                              "t27"."outcome",
                              "t27"."close_on",
                              "t27"."amount_base_minor",
                              "t27"."cost_base_minor",
                              "t31"."credited_id",
                              COALESCE("t31"."share_to", 1.0) AS "share_to",
                              COALESCE("t31"."share_from", 0.0) AS "share_from"
                            FROM (
                              SELECT
                                "t10"."id",
                                CASE
                                  WHEN (
                                    "t10"."outcome" <> 'open'
                                  )
                                  AND COALESCE("t10"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                                  THEN 'open'
                                  ELSE "t10"."outcome"
                                END AS "outcome",
                                "t10"."close_on",
                                "t10"."amount_base_minor",
                                "t10"."cost_base_minor"
                              FROM (
                                SELECT
                                  *
                                FROM "opportunities" AS "t1"
                                WHERE
                                  (
                                    "t1"."created_on" IS NULL
                                  )
                                  OR (
                                    "t1"."created_on" <= MAKE_DATE(2026, 6, 30)
                                  )
                              ) AS "t10"
                            ) AS "t27"
                            LEFT OUTER JOIN (
                              SELECT
                                "t16"."opportunity_id" AS "credit_of",
                                "t16"."person_id" AS "credited_id",
                                SUM("t16"."part") OVER (
                                  PARTITION BY "t16"."opportunity_id"
                                  ORDER BY "t16"."person_id" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "share_to",
                                SUM("t16"."part") OVER (
                                  PARTITION BY "t16"."opportunity_id"
                                  ORDER BY "t16"."person_id" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) - "t16"."part" AS "share_from"
                              FROM (
                                SELECT
                                  "t12"."opportunity_id",
                                  "t12"."person_id",
                                  SUM("t12"."part") AS "part"
                                FROM (
                                  SELECT
                                    *
                                  FROM "credits" AS "t3"
                                  WHERE
                                    COALESCE("t3"."kind", 'revenue') <> 'overlay'
                                ) AS "t12"
                                GROUP BY
                                  1,
                                  2
                              ) AS "t16"
                            ) AS "t31"
                              ON "t27"."id" = "t31"."credit_of"
                          ) AS "t33"
                          WHERE
                            "t33"."outcome" = 'won' AND "t33"."credited_id" IS NOT NULL
                        ) AS "t36"
                      ) AS "t37"
                    ) AS "t38"
                    WHERE
                      "t38"."fact_day" >= MAKE_DATE(2025, 1, 1)
                      AND "t38"."fact_day" < MAKE_DATE(2026, 1, 1)
                  ) AS "t40"
                    ON "t35"."person_id" = "t40"."fact_person"
                    AND "t40"."fact_day" >= "t35"."piece_from"
                    AND "t40"."fact_day" < "t35"."piece_to"
                    AND (
                      DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t35"."piece_from") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH
                    ) = (
                      DATE_TRUNC('QUARTER', DATE_TRUNC('MONTH', "t40"."fact_day") - INTERVAL '1' MONTH) + INTERVAL '1' MONTH
                    )
                ) AS "t41"
                GROUP BY
                  1,
                  2
              ) AS "t43"
                ON "t35"."person_id" = "t43"."piece_person"
                AND "t35"."piece_from" = "t43"."piece_start"
            ) AS "t44"
          ) AS "t45"
          WHERE
            COALESCE(LOWER("t45"."region") = 'emea', FALSE)
        ) AS "t46"
        WHERE
          "t46"."piece_from" >= MAKE_DATE(2025, 1, 1)
          AND "t46"."piece_from" < MAKE_DATE(2026, 1, 1)
      ) AS "t47"
    ) AS "t48"
  ) AS "t49"
  GROUP BY
    1,
    2,
    3
) AS "t50"
GROUP BY
  1,
  2;
