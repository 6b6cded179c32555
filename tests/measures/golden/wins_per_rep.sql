SELECT
  SUM(CAST("t43"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t43"."t0_n") AS "t0_n",
  SUM("t43"."t0_x") AS "t0_x",
  SUM("t43"."t0_m") AS "t0_m",
  SUM(CAST("t43"."t0_x" AS DOUBLE) * CAST("t43"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t43"."t0_x" AS DOUBLE) * "t43"."t0_m") AS "t0_xm",
  SUM("t43"."t0_m" * "t43"."t0_m") AS "t0_mm",
  SUM(
    CAST("t43"."t0_x" AS DOUBLE) * CAST("t43"."t0_x" AS DOUBLE) * CAST("t43"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t43"."t0_x" AS DOUBLE) * CAST("t43"."t0_x" AS DOUBLE) * "t43"."t0_m") AS "t0_xxm",
  SUM(CAST("t43"."t0_x" AS DOUBLE) * "t43"."t0_m" * "t43"."t0_m") AS "t0_xmm",
  SUM("t43"."t0_m" * "t43"."t0_m" * "t43"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t42"."person_id" AS "cluster",
    COUNT("t42"."t0_n") AS "t0_n",
    SUM("t42"."t0_x") AS "t0_x",
    SUM("t42"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t41"."person_id",
      "t41"."piece_from",
      "t41"."piece_to",
      "t41"."bucket_days",
      "t41"."wins",
      "t41"."person_",
      1 AS "t0_n",
      "t41"."wins" AS "t0_x",
      DATE_DIFF('DAY', "t41"."piece_from", "t41"."piece_to") / NULLIF(CAST("t41"."bucket_days" AS DOUBLE), 0) AS "t0_m"
    FROM (
      SELECT
        "t40"."person_id",
        "t40"."piece_from",
        "t40"."piece_to",
        "t40"."bucket_days",
        "t40"."wins",
        "t40"."person_id" AS "person_"
      FROM (
        SELECT
          "t39"."person_id",
          "t39"."piece_from",
          "t39"."piece_to",
          "t39"."bucket_days",
          COALESCE("t39"."wins", 0) AS "wins"
        FROM (
          SELECT
            "t31"."person_id",
            "t31"."piece_from",
            "t31"."piece_to",
            "t31"."bucket_days",
            "t38"."wins"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t23"."person_id",
                GREATEST("t23"."segment_from", GREATEST("t19"."bucket_on", "t17"."first_on")) AS "piece_from",
                LEAST("t23"."segment_until", "t19"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t19"."bucket_on", "t17"."first_on"), "t19"."bucket_end") AS "bucket_days"
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
              ) AS "t23"
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
              ) AS "t19"
              CROSS JOIN (
                SELECT
                  MIN("t10"."close_on") AS "first_on"
                FROM (
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
                ) AS "t10"
              ) AS "t17"
            ) AS "t28"
            WHERE
              "t28"."piece_from" < "t28"."piece_to"
          ) AS "t31"
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
            ) AS "t13"
            WHERE
              "t13"."person_id" IS NOT NULL
          ) AS "t24"
            ON "t31"."person_id" = "t24"."person_id"
          LEFT OUTER JOIN (
            SELECT
              "t36"."piece_person",
              "t36"."piece_start",
              SUM("t36"."wins") AS "wins"
            FROM (
              SELECT
                "t31"."person_id" AS "piece_person",
                "t31"."piece_from" AS "piece_start",
                "t31"."piece_to" AS "piece_end",
                "t35"."fact_person",
                "t35"."fact_day",
                "t35"."wins"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t23"."person_id",
                    GREATEST("t23"."segment_from", GREATEST("t19"."bucket_on", "t17"."first_on")) AS "piece_from",
                    LEAST("t23"."segment_until", "t19"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t19"."bucket_on", "t17"."first_on"), "t19"."bucket_end") AS "bucket_days"
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
                  ) AS "t23"
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
                  ) AS "t19"
                  CROSS JOIN (
                    SELECT
                      MIN("t10"."close_on") AS "first_on"
                    FROM (
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
                    ) AS "t10"
                  ) AS "t17"
                ) AS "t28"
                WHERE
                  "t28"."piece_from" < "t28"."piece_to"
              ) AS "t31"
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
                ) AS "t13"
                WHERE
                  "t13"."person_id" IS NOT NULL
              ) AS "t24"
                ON "t31"."person_id" = "t24"."person_id"
              INNER JOIN (
                SELECT
                  "t33"."credited_id" AS "fact_person",
                  "t33"."happened_on" AS "fact_day",
                  CAST("t33"."id" IS NOT NULL AS BIGINT) AS "wins"
                FROM (
                  SELECT
                    "t32"."id",
                    "t32"."outcome",
                    "t32"."close_on",
                    "t32"."amount_base_minor",
                    "t32"."cost_base_minor",
                    "t32"."credited_id",
                    "t32"."share_to",
                    "t32"."share_from",
                    "t32"."close_on" AS "happened_on"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t25"."id",
                        "t25"."outcome",
                        "t25"."close_on",
                        "t25"."amount_base_minor",
                        "t25"."cost_base_minor",
                        "t27"."credited_id",
                        COALESCE("t27"."share_to", 1.0) AS "share_to",
                        COALESCE("t27"."share_from", 0.0) AS "share_from"
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
                      ) AS "t25"
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
                      ) AS "t27"
                        ON "t25"."id" = "t27"."credit_of"
                    ) AS "t30"
                    WHERE
                      "t30"."outcome" = 'won' AND "t30"."credited_id" IS NOT NULL
                  ) AS "t32"
                ) AS "t33"
              ) AS "t35"
                ON "t31"."person_id" = "t35"."fact_person"
                AND "t35"."fact_day" >= "t31"."piece_from"
                AND "t35"."fact_day" < "t31"."piece_to"
            ) AS "t36"
            GROUP BY
              1,
              2
          ) AS "t38"
            ON "t31"."person_id" = "t38"."piece_person"
            AND "t31"."piece_from" = "t38"."piece_start"
        ) AS "t39"
      ) AS "t40"
    ) AS "t41"
  ) AS "t42"
  GROUP BY
    1
) AS "t43";
