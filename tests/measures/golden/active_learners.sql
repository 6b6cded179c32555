WITH "t9" AS (
  SELECT
    *
  FROM "learning_events" AS "t3"
  WHERE
    "t3"."person_id" IS NOT NULL
    AND "t3"."course_id" IS NOT NULL
    AND "t3"."occurred_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  SUM(CAST("t38"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t38"."t0_n") AS "t0_n",
  SUM("t38"."t0_x") AS "t0_x",
  SUM("t38"."t0_m") AS "t0_m",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t38"."t0_m" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t38"."t0_x" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t38"."t0_m" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE) * CAST("t38"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t37"."person_id" AS "cluster",
    COUNT("t37"."t0_n") AS "t0_n",
    SUM("t37"."t0_x") AS "t0_x",
    SUM("t37"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t36"."person_",
      "t36"."person_id",
      "t36"."days_there",
      "t36"."learned",
      1 AS "t0_n",
      CAST("t36"."learned" > 0 AS BIGINT) AS "t0_x",
      CAST("t36"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t35"."person_",
        "t35"."person_id",
        SUM(DATE_DIFF('DAY', "t35"."piece_from", "t35"."piece_to")) AS "days_there",
        SUM("t35"."learned") AS "learned"
      FROM (
        SELECT
          "t34"."person_id",
          "t34"."piece_from",
          "t34"."piece_to",
          "t34"."bucket_days",
          "t34"."learned",
          "t34"."person_id" AS "person_"
        FROM (
          SELECT
            "t33"."person_id",
            "t33"."piece_from",
            "t33"."piece_to",
            "t33"."bucket_days",
            COALESCE("t33"."learned", 0) AS "learned"
          FROM (
            SELECT
              "t29"."person_id",
              "t29"."piece_from",
              "t29"."piece_to",
              "t29"."bucket_days",
              "t32"."learned"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."person_id",
                  GREATEST("t24"."segment_from", GREATEST("t20"."bucket_on", "t26"."first_on")) AS "piece_from",
                  LEAST("t24"."segment_until", "t20"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t26"."first_on"), "t20"."bucket_end") AS "bucket_days"
                FROM (
                  SELECT
                    "t18"."person_id",
                    "t18"."from_on" AS "segment_from",
                    "t18"."until" AS "segment_until"
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
                  ) AS "t18"
                ) AS "t24"
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
                ) AS "t20"
                CROSS JOIN (
                  SELECT
                    *
                  FROM (
                    SELECT
                      MIN("t11"."occurred_on") AS "first_on"
                    FROM "t9" AS "t11"
                  ) AS "t16"
                  WHERE
                    (
                      SELECT
                        MIN("t11"."occurred_on") AS "Min(occurred_on)"
                      FROM "t9" AS "t11"
                    ) IS NOT NULL
                ) AS "t26"
              ) AS "t27"
              WHERE
                "t27"."piece_from" < "t27"."piece_to"
            ) AS "t29"
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
                ) AS "t12"
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
              ) AS "t14"
              WHERE
                "t14"."person_id" IS NOT NULL
            ) AS "t25"
              ON "t29"."person_id" = "t25"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t30"."piece_person",
                "t30"."piece_start",
                SUM("t30"."learned") AS "learned"
              FROM (
                SELECT
                  "t29"."person_id" AS "piece_person",
                  "t29"."piece_from" AS "piece_start",
                  "t29"."piece_to" AS "piece_end",
                  "t15"."fact_person",
                  "t15"."fact_day",
                  "t15"."learned"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."person_id",
                      GREATEST("t24"."segment_from", GREATEST("t20"."bucket_on", "t26"."first_on")) AS "piece_from",
                      LEAST("t24"."segment_until", "t20"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t26"."first_on"), "t20"."bucket_end") AS "bucket_days"
                    FROM (
                      SELECT
                        "t18"."person_id",
                        "t18"."from_on" AS "segment_from",
                        "t18"."until" AS "segment_until"
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
                      ) AS "t18"
                    ) AS "t24"
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
                    ) AS "t20"
                    CROSS JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          MIN("t11"."occurred_on") AS "first_on"
                        FROM "t9" AS "t11"
                      ) AS "t16"
                      WHERE
                        (
                          SELECT
                            MIN("t11"."occurred_on") AS "Min(occurred_on)"
                          FROM "t9" AS "t11"
                        ) IS NOT NULL
                    ) AS "t26"
                  ) AS "t27"
                  WHERE
                    "t27"."piece_from" < "t27"."piece_to"
                ) AS "t29"
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
                    ) AS "t12"
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
                  ) AS "t14"
                  WHERE
                    "t14"."person_id" IS NOT NULL
                ) AS "t25"
                  ON "t29"."person_id" = "t25"."person_id"
                INNER JOIN (
                  SELECT
                    "t11"."person_id" AS "fact_person",
                    "t11"."occurred_on" AS "fact_day",
                    1 AS "learned"
                  FROM "t9" AS "t11"
                ) AS "t15"
                  ON "t29"."person_id" = "t15"."fact_person"
                  AND "t15"."fact_day" >= "t29"."piece_from"
                  AND "t15"."fact_day" < "t29"."piece_to"
              ) AS "t30"
              GROUP BY
                1,
                2
            ) AS "t32"
              ON "t29"."person_id" = "t32"."piece_person"
              AND "t29"."piece_from" = "t32"."piece_start"
          ) AS "t33"
        ) AS "t34"
      ) AS "t35"
      GROUP BY
        1,
        2
    ) AS "t36"
  ) AS "t37"
  GROUP BY
    1
) AS "t38";
