WITH "t9" AS (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM "coaching_sessions" AS "t1"
    WHERE
      "t1"."held_on" <= MAKE_DATE(2026, 6, 30)
  ) AS "t6"
  WHERE
    "t6"."coach_id" IS NOT NULL
)
SELECT
  SUM(CAST("t32"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t32"."t0_n") AS "t0_n",
  SUM("t32"."t0_x") AS "t0_x",
  SUM("t32"."t0_m") AS "t0_m",
  SUM(CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t32"."t0_m" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t32"."t0_x" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t32"."t0_m" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE) * CAST("t32"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t31"."person_id" AS "cluster",
    COUNT("t31"."t0_n") AS "t0_n",
    SUM("t31"."t0_x") AS "t0_x",
    SUM("t31"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t30"."person_",
      "t30"."person_id",
      "t30"."given",
      1 AS "t0_n",
      CAST("t30"."given" > 0 AS BIGINT) AS "t0_x",
      CAST("t30"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t29"."person_",
        "t29"."person_id",
        SUM("t29"."given") AS "given"
      FROM (
        SELECT
          "t28"."person_id",
          "t28"."piece_from",
          "t28"."piece_to",
          "t28"."bucket_days",
          "t28"."given",
          "t28"."person_id" AS "person_"
        FROM (
          SELECT
            "t27"."person_id",
            "t27"."piece_from",
            "t27"."piece_to",
            "t27"."bucket_days",
            COALESCE("t27"."given", 0) AS "given"
          FROM (
            SELECT
              "t23"."person_id",
              "t23"."piece_from",
              "t23"."piece_to",
              "t23"."bucket_days",
              "t26"."given"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t17"."person_id",
                  GREATEST("t17"."segment_from", GREATEST("t14"."bucket_on", "t18"."first_on")) AS "piece_from",
                  LEAST("t17"."segment_until", "t14"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t18"."first_on"), "t14"."bucket_end") AS "bucket_days"
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
                ) AS "t17"
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
                    MIN("t11"."held_on") AS "first_on"
                  FROM "t9" AS "t11"
                ) AS "t18"
              ) AS "t21"
              WHERE
                "t21"."piece_from" < "t21"."piece_to"
            ) AS "t23"
            SEMI JOIN (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t0"."manager_id" AS "person_id"
                  FROM "org_history" AS "t0"
                ) AS "t2"
                UNION
                SELECT
                  *
                FROM (
                  SELECT
                    "t1"."coach_id" AS "person_id"
                  FROM "coaching_sessions" AS "t1"
                ) AS "t4"
              ) AS "t5"
              WHERE
                "t5"."person_id" IS NOT NULL
            ) AS "t10"
              ON "t23"."person_id" = "t10"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t24"."piece_person",
                "t24"."piece_start",
                SUM("t24"."given") AS "given"
              FROM (
                SELECT
                  "t23"."person_id" AS "piece_person",
                  "t23"."piece_from" AS "piece_start",
                  "t23"."piece_to" AS "piece_end",
                  "t20"."fact_person",
                  "t20"."fact_day",
                  "t20"."given"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t17"."person_id",
                      GREATEST("t17"."segment_from", GREATEST("t14"."bucket_on", "t18"."first_on")) AS "piece_from",
                      LEAST("t17"."segment_until", "t14"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t18"."first_on"), "t14"."bucket_end") AS "bucket_days"
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
                    ) AS "t17"
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
                        MIN("t11"."held_on") AS "first_on"
                      FROM "t9" AS "t11"
                    ) AS "t18"
                  ) AS "t21"
                  WHERE
                    "t21"."piece_from" < "t21"."piece_to"
                ) AS "t23"
                SEMI JOIN (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t0"."manager_id" AS "person_id"
                      FROM "org_history" AS "t0"
                    ) AS "t2"
                    UNION
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t1"."coach_id" AS "person_id"
                      FROM "coaching_sessions" AS "t1"
                    ) AS "t4"
                  ) AS "t5"
                  WHERE
                    "t5"."person_id" IS NOT NULL
                ) AS "t10"
                  ON "t23"."person_id" = "t10"."person_id"
                INNER JOIN (
                  SELECT
                    "t11"."coach_id" AS "fact_person",
                    "t11"."held_on" AS "fact_day",
                    CAST("t11"."held_on" IS NOT NULL AS BIGINT) AS "given"
                  FROM "t9" AS "t11"
                ) AS "t20"
                  ON "t23"."person_id" = "t20"."fact_person"
                  AND "t20"."fact_day" >= "t23"."piece_from"
                  AND "t20"."fact_day" < "t23"."piece_to"
              ) AS "t24"
              GROUP BY
                1,
                2
            ) AS "t26"
              ON "t23"."person_id" = "t26"."piece_person"
              AND "t23"."piece_from" = "t26"."piece_start"
          ) AS "t27"
        ) AS "t28"
      ) AS "t29"
      GROUP BY
        1,
        2
    ) AS "t30"
  ) AS "t31"
  GROUP BY
    1
) AS "t32";
