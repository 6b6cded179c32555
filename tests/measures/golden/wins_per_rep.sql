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
  SUM(CAST("t47"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t47"."t0_n") AS "t0_n",
  SUM("t47"."t0_x") AS "t0_x",
  SUM("t47"."t0_m") AS "t0_m",
  SUM(CAST("t47"."t0_x" AS DOUBLE) * CAST("t47"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t47"."t0_x" AS DOUBLE) * "t47"."t0_m") AS "t0_xm",
  SUM("t47"."t0_m" * "t47"."t0_m") AS "t0_mm",
  SUM(
    CAST("t47"."t0_x" AS DOUBLE) * CAST("t47"."t0_x" AS DOUBLE) * CAST("t47"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t47"."t0_x" AS DOUBLE) * CAST("t47"."t0_x" AS DOUBLE) * "t47"."t0_m") AS "t0_xxm",
  SUM(CAST("t47"."t0_x" AS DOUBLE) * "t47"."t0_m" * "t47"."t0_m") AS "t0_xmm",
  SUM("t47"."t0_m" * "t47"."t0_m" * "t47"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t46"."person_id" AS "cluster",
    COUNT("t46"."t0_n") AS "t0_n",
    SUM("t46"."t0_x") AS "t0_x",
    SUM("t46"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t45"."person_id",
      "t45"."piece_from",
      "t45"."piece_to",
      "t45"."bucket_days",
      "t45"."wins",
      "t45"."person_",
      1 AS "t0_n",
      "t45"."wins" AS "t0_x",
      DATE_DIFF('DAY', "t45"."piece_from", "t45"."piece_to") / NULLIF(CAST("t45"."bucket_days" AS DOUBLE), 0) AS "t0_m"
    FROM (
      SELECT
        "t44"."person_id",
        "t44"."piece_from",
        "t44"."piece_to",
        "t44"."bucket_days",
        "t44"."wins",
        "t44"."person_id" AS "person_"
      FROM (
        SELECT
          "t43"."person_id",
          "t43"."piece_from",
          "t43"."piece_to",
          "t43"."bucket_days",
          COALESCE("t43"."wins", 0) AS "wins"
        FROM (
          SELECT
            "t35"."person_id",
            "t35"."piece_from",
            "t35"."piece_to",
            "t35"."bucket_days",
            "t42"."wins"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t25"."person_id",
                GREATEST("t25"."segment_from", GREATEST("t21"."bucket_on", "t29"."first_on")) AS "piece_from",
                LEAST("t25"."segment_until", "t21"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t21"."bucket_on", "t29"."first_on"), "t21"."bucket_end") AS "bucket_days"
              FROM (
                SELECT
                  "t17"."person_id",
                  "t17"."from_on" AS "segment_from",
                  "t17"."until" AS "segment_until"
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
                ) AS "t17"
              ) AS "t25"
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
          ) AS "t26"
            ON "t35"."person_id" = "t26"."person_id"
          LEFT OUTER JOIN (
            SELECT
              "t40"."piece_person",
              "t40"."piece_start",
              SUM("t40"."wins") AS "wins"
            FROM (
              SELECT
                "t35"."person_id" AS "piece_person",
                "t35"."piece_from" AS "piece_start",
                "t35"."piece_to" AS "piece_end",
                "t39"."fact_person",
                "t39"."fact_day",
                "t39"."wins"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t25"."person_id",
                    GREATEST("t25"."segment_from", GREATEST("t21"."bucket_on", "t29"."first_on")) AS "piece_from",
                    LEAST("t25"."segment_until", "t21"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t21"."bucket_on", "t29"."first_on"), "t21"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t17"."person_id",
                      "t17"."from_on" AS "segment_from",
                      "t17"."until" AS "segment_until"
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
                    ) AS "t17"
                  ) AS "t25"
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
              ) AS "t26"
                ON "t35"."person_id" = "t26"."person_id"
              INNER JOIN (
                SELECT
                  "t37"."credited_id" AS "fact_person",
                  "t37"."happened_on" AS "fact_day",
                  1 AS "wins"
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
              ) AS "t39"
                ON "t35"."person_id" = "t39"."fact_person"
                AND "t39"."fact_day" >= "t35"."piece_from"
                AND "t39"."fact_day" < "t35"."piece_to"
            ) AS "t40"
            GROUP BY
              1,
              2
          ) AS "t42"
            ON "t35"."person_id" = "t42"."piece_person"
            AND "t35"."piece_from" = "t42"."piece_start"
        ) AS "t43"
      ) AS "t44"
    ) AS "t45"
  ) AS "t46"
  GROUP BY
    1
) AS "t47";
