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
  SUM(CAST("t37"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t37"."t0_n") AS "t0_n",
  SUM("t37"."t0_x") AS "t0_x",
  SUM("t37"."t0_m") AS "t0_m",
  SUM(CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t37"."t0_m" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t37"."t0_x" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t37"."t0_m" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE) * CAST("t37"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t36"."person_id" AS "cluster",
    COUNT("t36"."t0_n") AS "t0_n",
    SUM("t36"."t0_x") AS "t0_x",
    SUM("t36"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t35"."person_",
      "t35"."person_id",
      "t35"."coached",
      1 AS "t0_n",
      CAST("t35"."coached" > 0 AS BIGINT) AS "t0_x",
      CAST("t35"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t34"."person_",
        "t34"."person_id",
        SUM("t34"."coached") AS "coached"
      FROM (
        SELECT
          "t33"."person_id",
          "t33"."piece_from",
          "t33"."piece_to",
          "t33"."bucket_days",
          "t33"."coached",
          "t33"."person_id" AS "person_"
        FROM (
          SELECT
            "t32"."person_id",
            "t32"."piece_from",
            "t32"."piece_to",
            "t32"."bucket_days",
            COALESCE("t32"."coached", 0) AS "coached"
          FROM (
            SELECT
              "t28"."person_id",
              "t28"."piece_from",
              "t28"."piece_to",
              "t28"."bucket_days",
              "t31"."coached"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t21"."person_id",
                  GREATEST("t21"."segment_from", GREATEST("t17"."bucket_on", "t23"."first_on")) AS "piece_from",
                  LEAST("t21"."segment_until", "t17"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t17"."bucket_on", "t23"."first_on"), "t17"."bucket_end") AS "bucket_days"
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
                ) AS "t21"
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
                    MIN("t14"."held_on") AS "first_on"
                  FROM "t12" AS "t14"
                ) AS "t23"
              ) AS "t26"
              WHERE
                "t26"."piece_from" < "t26"."piece_to"
            ) AS "t28"
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
                    FROM "credits" AS "t2"
                  ) AS "t6"
                ) AS "t7"
              ) AS "t13"
              WHERE
                "t13"."person_id" IS NOT NULL
            ) AS "t22"
              ON "t28"."person_id" = "t22"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t29"."piece_person",
                "t29"."piece_start",
                SUM("t29"."coached") AS "coached"
              FROM (
                SELECT
                  "t28"."person_id" AS "piece_person",
                  "t28"."piece_from" AS "piece_start",
                  "t28"."piece_to" AS "piece_end",
                  "t25"."fact_person",
                  "t25"."fact_day",
                  "t25"."coached"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t21"."person_id",
                      GREATEST("t21"."segment_from", GREATEST("t17"."bucket_on", "t23"."first_on")) AS "piece_from",
                      LEAST("t21"."segment_until", "t17"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t17"."bucket_on", "t23"."first_on"), "t17"."bucket_end") AS "bucket_days"
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
                    ) AS "t21"
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
                        MIN("t14"."held_on") AS "first_on"
                      FROM "t12" AS "t14"
                    ) AS "t23"
                  ) AS "t26"
                  WHERE
                    "t26"."piece_from" < "t26"."piece_to"
                ) AS "t28"
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
                        FROM "credits" AS "t2"
                      ) AS "t6"
                    ) AS "t7"
                  ) AS "t13"
                  WHERE
                    "t13"."person_id" IS NOT NULL
                ) AS "t22"
                  ON "t28"."person_id" = "t22"."person_id"
                INNER JOIN (
                  SELECT
                    "t14"."person_id" AS "fact_person",
                    "t14"."held_on" AS "fact_day",
                    CAST("t14"."held_on" IS NOT NULL AS BIGINT) AS "coached"
                  FROM "t12" AS "t14"
                ) AS "t25"
                  ON "t28"."person_id" = "t25"."fact_person"
                  AND "t25"."fact_day" >= "t28"."piece_from"
                  AND "t25"."fact_day" < "t28"."piece_to"
              ) AS "t29"
              GROUP BY
                1,
                2
            ) AS "t31"
              ON "t28"."person_id" = "t31"."piece_person"
              AND "t28"."piece_from" = "t31"."piece_start"
          ) AS "t32"
        ) AS "t33"
      ) AS "t34"
      GROUP BY
        1,
        2
    ) AS "t35"
  ) AS "t36"
  GROUP BY
    1
) AS "t37";
