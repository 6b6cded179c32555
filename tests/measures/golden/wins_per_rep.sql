WITH "t10" AS (
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
  SUM(CAST("t46"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t46"."t0_n") AS "t0_n",
  SUM("t46"."t0_x") AS "t0_x",
  SUM("t46"."t0_m") AS "t0_m",
  SUM(CAST("t46"."t0_x" AS DOUBLE) * CAST("t46"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t46"."t0_x" AS DOUBLE) * "t46"."t0_m") AS "t0_xm",
  SUM("t46"."t0_m" * "t46"."t0_m") AS "t0_mm",
  SUM(
    CAST("t46"."t0_x" AS DOUBLE) * CAST("t46"."t0_x" AS DOUBLE) * CAST("t46"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t46"."t0_x" AS DOUBLE) * CAST("t46"."t0_x" AS DOUBLE) * "t46"."t0_m") AS "t0_xxm",
  SUM(CAST("t46"."t0_x" AS DOUBLE) * "t46"."t0_m" * "t46"."t0_m") AS "t0_xmm",
  SUM("t46"."t0_m" * "t46"."t0_m" * "t46"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t45"."person_id" AS "cluster",
    COUNT("t45"."t0_n") AS "t0_n",
    SUM("t45"."t0_x") AS "t0_x",
    SUM("t45"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t44"."person_id",
      "t44"."piece_from",
      "t44"."piece_to",
      "t44"."bucket_days",
      "t44"."wins",
      "t44"."person_",
      1 AS "t0_n",
      "t44"."wins" AS "t0_x",
      DATE_DIFF('DAY', "t44"."piece_from", "t44"."piece_to") / NULLIF(CAST("t44"."bucket_days" AS DOUBLE), 0) AS "t0_m"
    FROM (
      SELECT
        "t43"."person_id",
        "t43"."piece_from",
        "t43"."piece_to",
        "t43"."bucket_days",
        "t43"."wins",
        "t43"."person_id" AS "person_"
      FROM (
        SELECT
          "t42"."person_id",
          "t42"."piece_from",
          "t42"."piece_to",
          "t42"."bucket_days",
          COALESCE("t42"."wins", 0) AS "wins"
        FROM (
          SELECT
            "t34"."person_id",
            "t34"."piece_from",
            "t34"."piece_to",
            "t34"."bucket_days",
            "t41"."wins"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."person_id",
                GREATEST("t24"."segment_from", GREATEST("t20"."bucket_on", "t28"."first_on")) AS "piece_from",
                LEAST("t24"."segment_until", "t20"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t28"."first_on"), "t20"."bucket_end") AS "bucket_days"
              FROM (
                SELECT
                  "t16"."person_id",
                  "t16"."from_on" AS "segment_from",
                  "t16"."until" AS "segment_until"
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
                ) AS "t16"
              ) AS "t24"
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
              ) AS "t20"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    MIN("t12"."close_on") AS "first_on"
                  FROM "t10" AS "t12"
                ) AS "t17"
                WHERE
                  (
                    SELECT
                      MIN("t12"."close_on") AS "Min(close_on)"
                    FROM "t10" AS "t12"
                  ) IS NOT NULL
              ) AS "t28"
            ) AS "t31"
            WHERE
              "t31"."piece_from" < "t31"."piece_to"
          ) AS "t34"
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
              ) AS "t13"
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
                  FROM "credits" AS "t2"
                ) AS "t5"
              ) AS "t6"
            ) AS "t14"
            WHERE
              "t14"."person_id" IS NOT NULL
          ) AS "t25"
            ON "t34"."person_id" = "t25"."person_id"
          LEFT OUTER JOIN (
            SELECT
              "t39"."piece_person",
              "t39"."piece_start",
              SUM("t39"."wins") AS "wins"
            FROM (
              SELECT
                "t34"."person_id" AS "piece_person",
                "t34"."piece_from" AS "piece_start",
                "t34"."piece_to" AS "piece_end",
                "t38"."fact_person",
                "t38"."fact_day",
                "t38"."wins"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t24"."person_id",
                    GREATEST("t24"."segment_from", GREATEST("t20"."bucket_on", "t28"."first_on")) AS "piece_from",
                    LEAST("t24"."segment_until", "t20"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t20"."bucket_on", "t28"."first_on"), "t20"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t16"."person_id",
                      "t16"."from_on" AS "segment_from",
                      "t16"."until" AS "segment_until"
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
                    ) AS "t16"
                  ) AS "t24"
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
                  ) AS "t20"
                  CROSS JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        MIN("t12"."close_on") AS "first_on"
                      FROM "t10" AS "t12"
                    ) AS "t17"
                    WHERE
                      (
                        SELECT
                          MIN("t12"."close_on") AS "Min(close_on)"
                        FROM "t10" AS "t12"
                      ) IS NOT NULL
                  ) AS "t28"
                ) AS "t31"
                WHERE
                  "t31"."piece_from" < "t31"."piece_to"
              ) AS "t34"
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
                  ) AS "t13"
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
                      FROM "credits" AS "t2"
                    ) AS "t5"
                  ) AS "t6"
                ) AS "t14"
                WHERE
                  "t14"."person_id" IS NOT NULL
              ) AS "t25"
                ON "t34"."person_id" = "t25"."person_id"
              INNER JOIN (
                SELECT
                  "t36"."credited_id" AS "fact_person",
                  "t36"."happened_on" AS "fact_day",
                  1 AS "wins"
                FROM (
                  SELECT
                    "t35"."id",
                    "t35"."outcome",
                    "t35"."close_on",
                    "t35"."amount_base_minor",
                    "t35"."cost_base_minor",
                    "t35"."credited_id",
                    "t35"."share_to",
                    "t35"."share_from",
                    "t35"."close_on" AS "happened_on"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t26"."id",
                        "t26"."outcome",
                        "t26"."close_on",
                        "t26"."amount_base_minor",
                        "t26"."cost_base_minor",
                        "t30"."credited_id",
                        COALESCE("t30"."share_to", 1.0) AS "share_to",
                        COALESCE("t30"."share_from", 0.0) AS "share_from"
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
                          "t9"."close_on",
                          "t9"."amount_base_minor",
                          "t9"."cost_base_minor"
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
                      ) AS "t26"
                      LEFT OUTER JOIN (
                        SELECT
                          "t15"."opportunity_id" AS "credit_of",
                          "t15"."person_id" AS "credited_id",
                          SUM("t15"."part") OVER (
                            PARTITION BY "t15"."opportunity_id"
                            ORDER BY "t15"."person_id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                          ) AS "share_to",
                          SUM("t15"."part") OVER (
                            PARTITION BY "t15"."opportunity_id"
                            ORDER BY "t15"."person_id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                          ) - "t15"."part" AS "share_from"
                        FROM (
                          SELECT
                            "t11"."opportunity_id",
                            "t11"."person_id",
                            SUM("t11"."part") AS "part"
                          FROM (
                            SELECT
                              *
                            FROM "credits" AS "t2"
                            WHERE
                              COALESCE("t2"."kind", 'revenue') <> 'overlay'
                          ) AS "t11"
                          GROUP BY
                            1,
                            2
                        ) AS "t15"
                      ) AS "t30"
                        ON "t26"."id" = "t30"."credit_of"
                    ) AS "t32"
                    WHERE
                      "t32"."outcome" = 'won' AND "t32"."credited_id" IS NOT NULL
                  ) AS "t35"
                ) AS "t36"
              ) AS "t38"
                ON "t34"."person_id" = "t38"."fact_person"
                AND "t38"."fact_day" >= "t34"."piece_from"
                AND "t38"."fact_day" < "t34"."piece_to"
            ) AS "t39"
            GROUP BY
              1,
              2
          ) AS "t41"
            ON "t34"."person_id" = "t41"."piece_person"
            AND "t34"."piece_from" = "t41"."piece_start"
        ) AS "t42"
      ) AS "t43"
    ) AS "t44"
  ) AS "t45"
  GROUP BY
    1
) AS "t46";
