WITH "t20" AS (
  SELECT
    *
  FROM (
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
      "t9"."owner_id",
      "t9"."created_on",
      "t9"."amount_base_minor"
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
    ) AS "t9"
  ) AS "t17"
  WHERE
    "t17"."owner_id" IS NOT NULL AND "t17"."created_on" IS NOT NULL
)
SELECT
  SUM(CAST("t38"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t38"."t0_n") AS "t0_n",
  SUM("t38"."t0_x") AS "t0_x",
  SUM("t38"."t0_m") AS "t0_m",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * "t38"."t0_m") AS "t0_xm",
  SUM("t38"."t0_m" * "t38"."t0_m") AS "t0_mm",
  SUM(
    CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE) * "t38"."t0_m") AS "t0_xxm",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * "t38"."t0_m" * "t38"."t0_m") AS "t0_xmm",
  SUM("t38"."t0_m" * "t38"."t0_m" * "t38"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t37"."person_id" AS "cluster",
    COUNT("t37"."t0_n") AS "t0_n",
    SUM("t37"."t0_x") AS "t0_x",
    SUM("t37"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t36"."person_id",
      "t36"."piece_from",
      "t36"."piece_to",
      "t36"."bucket_days",
      "t36"."opened",
      "t36"."person_",
      1 AS "t0_n",
      "t36"."opened" AS "t0_x",
      DATE_DIFF('DAY', "t36"."piece_from", "t36"."piece_to") / 30.4375 AS "t0_m"
    FROM (
      SELECT
        "t35"."person_id",
        "t35"."piece_from",
        "t35"."piece_to",
        "t35"."bucket_days",
        "t35"."opened",
        "t35"."person_id" AS "person_"
      FROM (
        SELECT
          "t34"."person_id",
          "t34"."piece_from",
          "t34"."piece_to",
          "t34"."bucket_days",
          COALESCE("t34"."opened", 0) AS "opened"
        FROM (
          SELECT
            "t30"."person_id",
            "t30"."piece_from",
            "t30"."piece_to",
            "t30"."bucket_days",
            "t33"."opened"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t18"."person_id",
                GREATEST("t18"."segment_from", GREATEST("t14"."bucket_on", "t27"."first_on")) AS "piece_from",
                LEAST("t18"."segment_until", "t14"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t27"."first_on"), "t14"."bucket_end") AS "bucket_days"
              FROM (
                SELECT
                  "t12"."person_id",
                  "t12"."from_on" AS "segment_from",
                  "t12"."until" AS "segment_until"
                FROM (
                  SELECT
                    "t3"."person_id",
                    "t3"."from_on",
                    LEAST(
                      COALESCE("t3"."to_on", MAKE_DATE(9999, 12, 31)),
                      COALESCE(
                        LEAD("t3"."from_on", 1) OVER (
                          PARTITION BY "t3"."person_id"
                          ORDER BY "t3"."from_on" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        MAKE_DATE(9999, 12, 31)
                      )
                    ) AS "until"
                  FROM (
                    SELECT
                      "t0"."person_id",
                      "t0"."from_on",
                      "t0"."to_on"
                    FROM "org_history" AS "t0"
                  ) AS "t3"
                ) AS "t12"
              ) AS "t18"
              CROSS JOIN (
                SELECT
                  "t7"."bucket_on",
                  COALESCE(
                    LEAD("t7"."bucket_on", 1) OVER (
                      ORDER BY "t7"."bucket_on" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(2026, 7, 1)
                  ) AS "bucket_end"
                FROM (
                  SELECT
                    UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                ) AS "t7"
              ) AS "t14"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    MIN("t21"."created_on") AS "first_on"
                  FROM "t20" AS "t21"
                ) AS "t24"
                WHERE
                  (
                    SELECT
                      MIN("t21"."created_on") AS "Min(created_on)"
                    FROM "t20" AS "t21"
                  ) IS NOT NULL
              ) AS "t27"
            ) AS "t28"
            WHERE
              "t28"."piece_from" < "t28"."piece_to"
          ) AS "t30"
          SEMI JOIN (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t8"."person_id"
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
                ) AS "t8"
              ) AS "t10"
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
                ) AS "t4"
                UNION
                SELECT
                  *
                FROM (
                  SELECT
                    "t2"."person_id"
                  FROM "opportunity_splits" AS "t2"
                ) AS "t5"
              ) AS "t6"
            ) AS "t11"
            WHERE
              "t11"."person_id" IS NOT NULL
          ) AS "t19"
            ON "t30"."person_id" = "t19"."person_id"
          LEFT OUTER JOIN (
            SELECT
              "t31"."piece_person",
              "t31"."piece_start",
              SUM("t31"."opened") AS "opened"
            FROM (
              SELECT
                "t30"."person_id" AS "piece_person",
                "t30"."piece_from" AS "piece_start",
                "t30"."piece_to" AS "piece_end",
                "t23"."fact_person",
                "t23"."fact_day",
                "t23"."opened"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t18"."person_id",
                    GREATEST("t18"."segment_from", GREATEST("t14"."bucket_on", "t27"."first_on")) AS "piece_from",
                    LEAST("t18"."segment_until", "t14"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t27"."first_on"), "t14"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t12"."person_id",
                      "t12"."from_on" AS "segment_from",
                      "t12"."until" AS "segment_until"
                    FROM (
                      SELECT
                        "t3"."person_id",
                        "t3"."from_on",
                        LEAST(
                          COALESCE("t3"."to_on", MAKE_DATE(9999, 12, 31)),
                          COALESCE(
                            LEAD("t3"."from_on", 1) OVER (
                              PARTITION BY "t3"."person_id"
                              ORDER BY "t3"."from_on" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ),
                            MAKE_DATE(9999, 12, 31)
                          )
                        ) AS "until"
                      FROM (
                        SELECT
                          "t0"."person_id",
                          "t0"."from_on",
                          "t0"."to_on"
                        FROM "org_history" AS "t0"
                      ) AS "t3"
                    ) AS "t12"
                  ) AS "t18"
                  CROSS JOIN (
                    SELECT
                      "t7"."bucket_on",
                      COALESCE(
                        LEAD("t7"."bucket_on", 1) OVER (
                          ORDER BY "t7"."bucket_on" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        MAKE_DATE(2026, 7, 1)
                      ) AS "bucket_end"
                    FROM (
                      SELECT
                        UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                    ) AS "t7"
                  ) AS "t14"
                  CROSS JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        MIN("t21"."created_on") AS "first_on"
                      FROM "t20" AS "t21"
                    ) AS "t24"
                    WHERE
                      (
                        SELECT
                          MIN("t21"."created_on") AS "Min(created_on)"
                        FROM "t20" AS "t21"
                      ) IS NOT NULL
                  ) AS "t27"
                ) AS "t28"
                WHERE
                  "t28"."piece_from" < "t28"."piece_to"
              ) AS "t30"
              SEMI JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t8"."person_id"
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
                    ) AS "t8"
                  ) AS "t10"
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
                    ) AS "t4"
                    UNION
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t2"."person_id"
                      FROM "opportunity_splits" AS "t2"
                    ) AS "t5"
                  ) AS "t6"
                ) AS "t11"
                WHERE
                  "t11"."person_id" IS NOT NULL
              ) AS "t19"
                ON "t30"."person_id" = "t19"."person_id"
              INNER JOIN (
                SELECT
                  "t21"."owner_id" AS "fact_person",
                  "t21"."created_on" AS "fact_day",
                  1 AS "opened"
                FROM "t20" AS "t21"
              ) AS "t23"
                ON "t30"."person_id" = "t23"."fact_person"
                AND "t23"."fact_day" >= "t30"."piece_from"
                AND "t23"."fact_day" < "t30"."piece_to"
            ) AS "t31"
            GROUP BY
              1,
              2
          ) AS "t33"
            ON "t30"."person_id" = "t33"."piece_person"
            AND "t30"."piece_from" = "t33"."piece_start"
        ) AS "t34"
      ) AS "t35"
    ) AS "t36"
  ) AS "t37"
  GROUP BY
    1
) AS "t38";
