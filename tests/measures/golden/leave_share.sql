WITH "t22" AS (
  SELECT
    *
  FROM (
    SELECT
      "t12"."away_id",
      GREATEST(
        "t12"."away_from",
        COALESCE(
          MAX("t12"."away_to") OVER (
            PARTITION BY "t12"."away_id"
            ORDER BY "t12"."away_from" ASC, "t12"."away_to" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
          ),
          MAKE_DATE(1, 1, 1)
        )
      ) AS "away_from",
      "t12"."away_to"
    FROM (
      SELECT
        "t9"."person_id" AS "away_id",
        "t9"."from_on" AS "away_from",
        COALESCE("t9"."to_on", MAKE_DATE(9999, 12, 31)) AS "away_to"
      FROM (
        SELECT
          *
        FROM "leaves" AS "t3"
        WHERE
          "t3"."person_id" IS NOT NULL AND "t3"."from_on" IS NOT NULL
      ) AS "t9"
    ) AS "t12"
  ) AS "t21"
  WHERE
    "t21"."away_from" < "t21"."away_to"
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
      "t37"."person_id",
      "t37"."piece_from",
      "t37"."piece_to",
      "t37"."bucket_days",
      "t37"."away",
      "t37"."person_",
      1 AS "t0_n",
      "t37"."away" AS "t0_x",
      DATE_DIFF('DAY', "t37"."piece_from", "t37"."piece_to") AS "t0_m"
    FROM (
      SELECT
        "t36"."person_id",
        "t36"."piece_from",
        "t36"."piece_to",
        "t36"."bucket_days",
        "t36"."away",
        "t36"."person_id" AS "person_"
      FROM (
        SELECT
          "t31"."person_id",
          "t31"."piece_from",
          "t31"."piece_to",
          "t31"."bucket_days",
          COALESCE("t35"."away", 0) AS "away"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t19"."person_id",
              GREATEST("t19"."segment_from", GREATEST("t16"."bucket_on", "t28"."first_on")) AS "piece_from",
              LEAST("t19"."segment_until", "t16"."bucket_end") AS "piece_to",
              DATE_DIFF('DAY', GREATEST("t16"."bucket_on", "t28"."first_on"), "t16"."bucket_end") AS "bucket_days"
            FROM (
              SELECT
                "t14"."person_id",
                "t14"."from_on" AS "segment_from",
                "t14"."until" AS "segment_until"
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
              ) AS "t14"
            ) AS "t19"
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
            ) AS "t16"
            CROSS JOIN (
              SELECT
                *
              FROM (
                SELECT
                  MIN("t23"."away_from") AS "first_on"
                FROM "t22" AS "t23"
              ) AS "t25"
              WHERE
                (
                  SELECT
                    MIN("t23"."away_from") AS "Min(away_from)"
                  FROM "t22" AS "t23"
                ) IS NOT NULL
            ) AS "t28"
          ) AS "t29"
          WHERE
            "t29"."piece_from" < "t29"."piece_to"
        ) AS "t31"
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
        ) AS "t20"
          ON "t31"."person_id" = "t20"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t33"."who",
            "t33"."start",
            SUM("t33"."days") AS "away"
          FROM (
            SELECT
              "t32"."who",
              "t32"."start",
              "t32"."end",
              "t32"."away_id",
              "t32"."away_from",
              "t32"."away_to",
              DATE_DIFF(
                'DAY',
                GREATEST("t32"."start", "t32"."away_from"),
                LEAST("t32"."end", "t32"."away_to")
              ) AS "days"
            FROM (
              SELECT
                "t31"."person_id" AS "who",
                "t31"."piece_from" AS "start",
                "t31"."piece_to" AS "end",
                "t24"."away_id",
                "t24"."away_from",
                "t24"."away_to"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t19"."person_id",
                    GREATEST("t19"."segment_from", GREATEST("t16"."bucket_on", "t28"."first_on")) AS "piece_from",
                    LEAST("t19"."segment_until", "t16"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t16"."bucket_on", "t28"."first_on"), "t16"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t14"."person_id",
                      "t14"."from_on" AS "segment_from",
                      "t14"."until" AS "segment_until"
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
                    ) AS "t14"
                  ) AS "t19"
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
                  ) AS "t16"
                  CROSS JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        MIN("t23"."away_from") AS "first_on"
                      FROM "t22" AS "t23"
                    ) AS "t25"
                    WHERE
                      (
                        SELECT
                          MIN("t23"."away_from") AS "Min(away_from)"
                        FROM "t22" AS "t23"
                      ) IS NOT NULL
                  ) AS "t28"
                ) AS "t29"
                WHERE
                  "t29"."piece_from" < "t29"."piece_to"
              ) AS "t31"
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
              ) AS "t20"
                ON "t31"."person_id" = "t20"."person_id"
              INNER JOIN "t22" AS "t24"
                ON "t31"."person_id" = "t24"."away_id"
                AND "t24"."away_from" < "t31"."piece_to"
                AND "t24"."away_to" > "t31"."piece_from"
            ) AS "t32"
          ) AS "t33"
          GROUP BY
            1,
            2
        ) AS "t35"
          ON "t31"."person_id" = "t35"."who" AND "t31"."piece_from" = "t35"."start"
      ) AS "t36"
    ) AS "t37"
  ) AS "t38"
  GROUP BY
    1
) AS "t39";
