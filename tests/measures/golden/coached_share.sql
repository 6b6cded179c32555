WITH "t12" AS (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM "coaching_sessions" AS "t3"
    WHERE
      "t3"."held_on" <= MAKE_DATE(2026, 6, 30)
  ) AS "t9"
  WHERE
    "t9"."person_id" IS NOT NULL
)
SELECT
  SUM(CAST("t39"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t39"."t0_n") AS "t0_n",
  SUM("t39"."t0_x") AS "t0_x",
  SUM("t39"."t0_m") AS "t0_m",
  SUM(CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t39"."t0_m" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t39"."t0_x" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t39"."t0_m" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE) * CAST("t39"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t38"."person_id" AS "cluster",
    COUNT("t38"."t0_n") AS "t0_n",
    SUM("t38"."t0_x") AS "t0_x",
    SUM("t38"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t37"."person_",
      "t37"."person_id",
      "t37"."days_there",
      "t37"."coached",
      1 AS "t0_n",
      CAST("t37"."coached" > 0 AS BIGINT) AS "t0_x",
      CAST("t37"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t36"."person_",
        "t36"."person_id",
        SUM(DATE_DIFF('DAY', "t36"."piece_from", "t36"."piece_to")) AS "days_there",
        SUM("t36"."coached") AS "coached"
      FROM (
        SELECT
          "t35"."person_id",
          "t35"."piece_from",
          "t35"."piece_to",
          "t35"."bucket_days",
          "t35"."coached",
          "t35"."person_id" AS "person_"
        FROM (
          SELECT
            "t34"."person_id",
            "t34"."piece_from",
            "t34"."piece_to",
            "t34"."bucket_days",
            COALESCE("t34"."coached", 0) AS "coached"
          FROM (
            SELECT
              "t30"."person_id",
              "t30"."piece_from",
              "t30"."piece_to",
              "t30"."bucket_days",
              "t33"."coached"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t22"."person_id",
                  GREATEST("t22"."segment_from", GREATEST("t17"."bucket_on", "t27"."first_on")) AS "piece_from",
                  LEAST("t22"."segment_until", "t17"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t17"."bucket_on", "t27"."first_on"), "t17"."bucket_end") AS "bucket_days"
                FROM (
                  SELECT
                    "t15"."person_id",
                    "t15"."from_on" AS "segment_from",
                    "t15"."until" AS "segment_until"
                  FROM (
                    SELECT
                      "t4"."person_id",
                      "t4"."from_on",
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
                        "t0"."to_on"
                      FROM "org_history" AS "t0"
                    ) AS "t4"
                  ) AS "t15"
                ) AS "t22"
                CROSS JOIN (
                  SELECT
                    "t8"."bucket_on",
                    COALESCE(
                      LEAD("t8"."bucket_on", 1) OVER (
                        ORDER BY "t8"."bucket_on" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(2026, 7, 1)
                    ) AS "bucket_end"
                  FROM (
                    SELECT
                      UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                  ) AS "t8"
                ) AS "t17"
                CROSS JOIN (
                  SELECT
                    *
                  FROM (
                    SELECT
                      MIN("t14"."held_on") AS "first_on"
                    FROM "t12" AS "t14"
                  ) AS "t20"
                  WHERE
                    (
                      SELECT
                        MIN("t14"."held_on") AS "Min(held_on)"
                      FROM "t12" AS "t14"
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
                    "t10"."person_id"
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
                  ) AS "t10"
                ) AS "t11"
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
              ) AS "t13"
              WHERE
                "t13"."person_id" IS NOT NULL
            ) AS "t23"
              ON "t30"."person_id" = "t23"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t31"."piece_person",
                "t31"."piece_start",
                SUM("t31"."coached") AS "coached"
              FROM (
                SELECT
                  "t30"."person_id" AS "piece_person",
                  "t30"."piece_from" AS "piece_start",
                  "t30"."piece_to" AS "piece_end",
                  "t25"."fact_person",
                  "t25"."fact_day",
                  "t25"."coached"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t22"."person_id",
                      GREATEST("t22"."segment_from", GREATEST("t17"."bucket_on", "t27"."first_on")) AS "piece_from",
                      LEAST("t22"."segment_until", "t17"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t17"."bucket_on", "t27"."first_on"), "t17"."bucket_end") AS "bucket_days"
                    FROM (
                      SELECT
                        "t15"."person_id",
                        "t15"."from_on" AS "segment_from",
                        "t15"."until" AS "segment_until"
                      FROM (
                        SELECT
                          "t4"."person_id",
                          "t4"."from_on",
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
                            "t0"."to_on"
                          FROM "org_history" AS "t0"
                        ) AS "t4"
                      ) AS "t15"
                    ) AS "t22"
                    CROSS JOIN (
                      SELECT
                        "t8"."bucket_on",
                        COALESCE(
                          LEAD("t8"."bucket_on", 1) OVER (
                            ORDER BY "t8"."bucket_on" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ),
                          MAKE_DATE(2026, 7, 1)
                        ) AS "bucket_end"
                      FROM (
                        SELECT
                          UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                      ) AS "t8"
                    ) AS "t17"
                    CROSS JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          MIN("t14"."held_on") AS "first_on"
                        FROM "t12" AS "t14"
                      ) AS "t20"
                      WHERE
                        (
                          SELECT
                            MIN("t14"."held_on") AS "Min(held_on)"
                          FROM "t12" AS "t14"
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
                        "t10"."person_id"
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
                      ) AS "t10"
                    ) AS "t11"
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
                  ) AS "t13"
                  WHERE
                    "t13"."person_id" IS NOT NULL
                ) AS "t23"
                  ON "t30"."person_id" = "t23"."person_id"
                INNER JOIN (
                  SELECT
                    "t14"."person_id" AS "fact_person",
                    "t14"."held_on" AS "fact_day",
                    CAST("t14"."held_on" IS NOT NULL AS BIGINT) AS "coached"
                  FROM "t12" AS "t14"
                ) AS "t25"
                  ON "t30"."person_id" = "t25"."fact_person"
                  AND "t25"."fact_day" >= "t30"."piece_from"
                  AND "t25"."fact_day" < "t30"."piece_to"
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
      GROUP BY
        1,
        2
    ) AS "t37"
  ) AS "t38"
  GROUP BY
    1
) AS "t39";
