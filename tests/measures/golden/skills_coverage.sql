WITH "t8" AS (
  SELECT
    *
  FROM "assessments" AS "t3"
  WHERE
    "t3"."person_id" IS NOT NULL
    AND "t3"."skill" IS NOT NULL
    AND "t3"."occurred_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  SUM(CAST("t36"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t36"."t0_n") AS "t0_n",
  SUM("t36"."t0_x") AS "t0_x",
  SUM("t36"."t0_m") AS "t0_m",
  SUM(CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t36"."t0_m" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t36"."t0_x" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t36"."t0_m" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE) * CAST("t36"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t35"."person_id" AS "cluster",
    COUNT("t35"."t0_n") AS "t0_n",
    SUM("t35"."t0_x") AS "t0_x",
    SUM("t35"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t34"."person_",
      "t34"."person_id",
      "t34"."rated",
      1 AS "t0_n",
      CAST("t34"."rated" > 0 AS BIGINT) AS "t0_x",
      CAST("t34"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t33"."person_",
        "t33"."person_id",
        SUM("t33"."rated") AS "rated"
      FROM (
        SELECT
          "t32"."person_id",
          "t32"."piece_from",
          "t32"."piece_to",
          "t32"."bucket_days",
          "t32"."rated",
          "t32"."person_id" AS "person_"
        FROM (
          SELECT
            "t31"."person_id",
            "t31"."piece_from",
            "t31"."piece_to",
            "t31"."bucket_days",
            COALESCE("t31"."rated", 0) AS "rated"
          FROM (
            SELECT
              "t27"."person_id",
              "t27"."piece_from",
              "t27"."piece_to",
              "t27"."bucket_days",
              "t30"."rated"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t23"."person_id",
                  GREATEST("t23"."segment_from", GREATEST("t20"."bucket_on", "t16"."first_on")) AS "piece_from",
                  LEAST("t23"."segment_until", "t20"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t16"."first_on"), "t20"."bucket_end") AS "bucket_days"
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
                ) AS "t23"
                CROSS JOIN (
                  SELECT
                    "t9"."bucket_on",
                    COALESCE(
                      LEAD("t9"."bucket_on", 1) OVER (
                        ORDER BY "t9"."bucket_on" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(2026, 7, 1)
                    ) AS "bucket_end"
                  FROM (
                    SELECT
                      UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                  ) AS "t9"
                ) AS "t20"
                CROSS JOIN (
                  SELECT
                    MIN("t11"."occurred_on") AS "first_on"
                  FROM "t8" AS "t11"
                ) AS "t16"
              ) AS "t25"
              WHERE
                "t25"."piece_from" < "t25"."piece_to"
            ) AS "t27"
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
                    FROM "credits" AS "t2"
                  ) AS "t6"
                ) AS "t7"
              ) AS "t13"
              WHERE
                "t13"."person_id" IS NOT NULL
            ) AS "t24"
              ON "t27"."person_id" = "t24"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t28"."piece_person",
                "t28"."piece_start",
                SUM("t28"."rated") AS "rated"
              FROM (
                SELECT
                  "t27"."person_id" AS "piece_person",
                  "t27"."piece_from" AS "piece_start",
                  "t27"."piece_to" AS "piece_end",
                  "t19"."fact_person",
                  "t19"."fact_day",
                  "t19"."rated"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t23"."person_id",
                      GREATEST("t23"."segment_from", GREATEST("t20"."bucket_on", "t16"."first_on")) AS "piece_from",
                      LEAST("t23"."segment_until", "t20"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t16"."first_on"), "t20"."bucket_end") AS "bucket_days"
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
                    ) AS "t23"
                    CROSS JOIN (
                      SELECT
                        "t9"."bucket_on",
                        COALESCE(
                          LEAD("t9"."bucket_on", 1) OVER (
                            ORDER BY "t9"."bucket_on" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ),
                          MAKE_DATE(2026, 7, 1)
                        ) AS "bucket_end"
                      FROM (
                        SELECT
                          UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                      ) AS "t9"
                    ) AS "t20"
                    CROSS JOIN (
                      SELECT
                        MIN("t11"."occurred_on") AS "first_on"
                      FROM "t8" AS "t11"
                    ) AS "t16"
                  ) AS "t25"
                  WHERE
                    "t25"."piece_from" < "t25"."piece_to"
                ) AS "t27"
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
                        FROM "credits" AS "t2"
                      ) AS "t6"
                    ) AS "t7"
                  ) AS "t13"
                  WHERE
                    "t13"."person_id" IS NOT NULL
                ) AS "t24"
                  ON "t27"."person_id" = "t24"."person_id"
                INNER JOIN (
                  SELECT
                    "t11"."person_id" AS "fact_person",
                    "t11"."occurred_on" AS "fact_day",
                    CAST("t11"."score" IS NOT NULL AS BIGINT) AS "rated"
                  FROM "t8" AS "t11"
                ) AS "t19"
                  ON "t27"."person_id" = "t19"."fact_person"
                  AND "t19"."fact_day" >= "t27"."piece_from"
                  AND "t19"."fact_day" < "t27"."piece_to"
              ) AS "t28"
              GROUP BY
                1,
                2
            ) AS "t30"
              ON "t27"."person_id" = "t30"."piece_person"
              AND "t27"."piece_from" = "t30"."piece_start"
          ) AS "t31"
        ) AS "t32"
      ) AS "t33"
      GROUP BY
        1,
        2
    ) AS "t34"
  ) AS "t35"
  GROUP BY
    1
) AS "t36";
