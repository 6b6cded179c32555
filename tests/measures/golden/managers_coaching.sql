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
  SUM(CAST("t34"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t34"."t0_n") AS "t0_n",
  SUM("t34"."t0_x") AS "t0_x",
  SUM("t34"."t0_m") AS "t0_m",
  SUM(CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t34"."t0_m" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t34"."t0_x" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t34"."t0_m" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE) * CAST("t34"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t33"."person_id" AS "cluster",
    COUNT("t33"."t0_n") AS "t0_n",
    SUM("t33"."t0_x") AS "t0_x",
    SUM("t33"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t32"."person_",
      "t32"."person_id",
      "t32"."days_there",
      "t32"."given",
      1 AS "t0_n",
      CAST("t32"."given" > 0 AS BIGINT) AS "t0_x",
      CAST("t32"."person_id" IS NOT NULL AS BIGINT) AS "t0_m"
    FROM (
      SELECT
        "t31"."person_",
        "t31"."person_id",
        SUM(DATE_DIFF('DAY', "t31"."piece_from", "t31"."piece_to")) AS "days_there",
        SUM("t31"."given") AS "given"
      FROM (
        SELECT
          "t30"."person_id",
          "t30"."piece_from",
          "t30"."piece_to",
          "t30"."bucket_days",
          "t30"."given",
          "t30"."person_id" AS "person_"
        FROM (
          SELECT
            "t29"."person_id",
            "t29"."piece_from",
            "t29"."piece_to",
            "t29"."bucket_days",
            COALESCE("t29"."given", 0) AS "given"
          FROM (
            SELECT
              "t25"."person_id",
              "t25"."piece_from",
              "t25"."piece_to",
              "t25"."bucket_days",
              "t28"."given"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t18"."person_id",
                  GREATEST("t18"."segment_from", GREATEST("t14"."bucket_on", "t22"."first_on")) AS "piece_from",
                  LEAST("t18"."segment_until", "t14"."bucket_end") AS "piece_to",
                  DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t22"."first_on"), "t14"."bucket_end") AS "bucket_days"
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
                      MIN("t11"."held_on") AS "first_on"
                    FROM "t9" AS "t11"
                  ) AS "t16"
                  WHERE
                    (
                      SELECT
                        MIN("t11"."held_on") AS "Min(held_on)"
                      FROM "t9" AS "t11"
                    ) IS NOT NULL
                ) AS "t22"
              ) AS "t23"
              WHERE
                "t23"."piece_from" < "t23"."piece_to"
            ) AS "t25"
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
              ON "t25"."person_id" = "t10"."person_id"
            LEFT OUTER JOIN (
              SELECT
                "t26"."piece_person",
                "t26"."piece_start",
                SUM("t26"."given") AS "given"
              FROM (
                SELECT
                  "t25"."person_id" AS "piece_person",
                  "t25"."piece_from" AS "piece_start",
                  "t25"."piece_to" AS "piece_end",
                  "t20"."fact_person",
                  "t20"."fact_day",
                  "t20"."given"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t18"."person_id",
                      GREATEST("t18"."segment_from", GREATEST("t14"."bucket_on", "t22"."first_on")) AS "piece_from",
                      LEAST("t18"."segment_until", "t14"."bucket_end") AS "piece_to",
                      DATE_DIFF('DAY', GREATEST("t14"."bucket_on", "t22"."first_on"), "t14"."bucket_end") AS "bucket_days"
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
                          MIN("t11"."held_on") AS "first_on"
                        FROM "t9" AS "t11"
                      ) AS "t16"
                      WHERE
                        (
                          SELECT
                            MIN("t11"."held_on") AS "Min(held_on)"
                          FROM "t9" AS "t11"
                        ) IS NOT NULL
                    ) AS "t22"
                  ) AS "t23"
                  WHERE
                    "t23"."piece_from" < "t23"."piece_to"
                ) AS "t25"
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
                  ON "t25"."person_id" = "t10"."person_id"
                INNER JOIN (
                  SELECT
                    "t11"."coach_id" AS "fact_person",
                    "t11"."held_on" AS "fact_day",
                    CAST("t11"."held_on" IS NOT NULL AS BIGINT) AS "given"
                  FROM "t9" AS "t11"
                ) AS "t20"
                  ON "t25"."person_id" = "t20"."fact_person"
                  AND "t20"."fact_day" >= "t25"."piece_from"
                  AND "t20"."fact_day" < "t25"."piece_to"
              ) AS "t26"
              GROUP BY
                1,
                2
            ) AS "t28"
              ON "t25"."person_id" = "t28"."piece_person"
              AND "t25"."piece_from" = "t28"."piece_start"
          ) AS "t29"
        ) AS "t30"
      ) AS "t31"
      GROUP BY
        1,
        2
    ) AS "t32"
  ) AS "t33"
  GROUP BY
    1
) AS "t34";
