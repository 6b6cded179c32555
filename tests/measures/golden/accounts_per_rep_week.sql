WITH "t26" AS (
  SELECT
    "t25"."person_id",
    "t25"."customer_id",
    "t25"."week_on",
    MIN("t25"."occurred_on") AS "touched_on"
  FROM (
    SELECT
      "t24"."id",
      "t24"."kind",
      "t24"."person_ref",
      "t24"."person_id",
      "t24"."account_id",
      "t24"."opportunity_id",
      "t24"."contact_id",
      "t24"."occurred_at",
      "t24"."occurred_on",
      "t24"."occurred_zone",
      "t24"."minutes",
      "t24"."direction",
      "t24"."result",
      "t24"."subject",
      "t24"."quality",
      "t24"."system",
      "t24"."load_id",
      "t24"."line",
      "t24"."customer_id",
      DATE_TRUNC('WEEK', "t24"."occurred_on") AS "week_on"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13"."id",
          "t13"."kind",
          "t13"."person_ref",
          "t13"."person_id",
          "t13"."account_id",
          "t13"."opportunity_id",
          "t13"."contact_id",
          "t13"."occurred_at",
          "t13"."occurred_on",
          "t13"."occurred_zone",
          "t13"."minutes",
          "t13"."direction",
          "t13"."result",
          "t13"."subject",
          "t13"."quality",
          "t13"."system",
          "t13"."load_id",
          "t13"."line",
          COALESCE("t13"."account_id", "t8"."deal_account") AS "customer_id"
        FROM (
          SELECT
            *
          FROM "activities" AS "t3"
          WHERE
            "t3"."occurred_on" <= MAKE_DATE(2026, 6, 30) AND "t3"."person_id" IS NOT NULL
        ) AS "t13"
        LEFT OUTER JOIN (
          SELECT
            "t1"."id" AS "about_deal",
            "t1"."account_id" AS "deal_account"
          FROM "opportunities" AS "t1"
        ) AS "t8"
          ON "t13"."opportunity_id" = "t8"."about_deal"
      ) AS "t18"
      WHERE
        "t18"."customer_id" IS NOT NULL
    ) AS "t24"
  ) AS "t25"
  GROUP BY
    1,
    2,
    3
)
SELECT
  SUM(CAST("t44"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t44"."t0_n") AS "t0_n",
  SUM("t44"."t0_x") AS "t0_x",
  SUM("t44"."t0_m") AS "t0_m",
  SUM(CAST("t44"."t0_x" AS DOUBLE) * CAST("t44"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t44"."t0_x" AS DOUBLE) * "t44"."t0_m") AS "t0_xm",
  SUM("t44"."t0_m" * "t44"."t0_m") AS "t0_mm",
  SUM(
    CAST("t44"."t0_x" AS DOUBLE) * CAST("t44"."t0_x" AS DOUBLE) * CAST("t44"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(CAST("t44"."t0_x" AS DOUBLE) * CAST("t44"."t0_x" AS DOUBLE) * "t44"."t0_m") AS "t0_xxm",
  SUM(CAST("t44"."t0_x" AS DOUBLE) * "t44"."t0_m" * "t44"."t0_m") AS "t0_xmm",
  SUM("t44"."t0_m" * "t44"."t0_m" * "t44"."t0_m") AS "t0_mmm"
FROM (
  SELECT
    "t43"."person_id" AS "cluster",
    COUNT("t43"."t0_n") AS "t0_n",
    SUM("t43"."t0_x") AS "t0_x",
    SUM("t43"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t42"."person_id",
      "t42"."piece_from",
      "t42"."piece_to",
      "t42"."bucket_days",
      "t42"."touched",
      "t42"."person_",
      1 AS "t0_n",
      "t42"."touched" AS "t0_x",
      DATE_DIFF('DAY', "t42"."piece_from", "t42"."piece_to") / 7.0 AS "t0_m"
    FROM (
      SELECT
        "t41"."person_id",
        "t41"."piece_from",
        "t41"."piece_to",
        "t41"."bucket_days",
        "t41"."touched",
        "t41"."person_id" AS "person_"
      FROM (
        SELECT
          "t40"."person_id",
          "t40"."piece_from",
          "t40"."piece_to",
          "t40"."bucket_days",
          COALESCE("t40"."touched", 0) AS "touched"
        FROM (
          SELECT
            "t36"."person_id",
            "t36"."piece_from",
            "t36"."piece_to",
            "t36"."bucket_days",
            "t39"."touched"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t22"."person_id",
                GREATEST("t22"."segment_from", GREATEST("t19"."bucket_on", "t33"."first_on")) AS "piece_from",
                LEAST("t22"."segment_until", "t19"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t19"."bucket_on", "t33"."first_on"), "t19"."bucket_end") AS "bucket_days"
              FROM (
                SELECT
                  "t16"."person_id",
                  "t16"."from_on" AS "segment_from",
                  "t16"."until" AS "segment_until"
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
                ) AS "t16"
              ) AS "t22"
              CROSS JOIN (
                SELECT
                  "t10"."bucket_on",
                  COALESCE(
                    LEAD("t10"."bucket_on", 1) OVER (
                      ORDER BY "t10"."bucket_on" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(2026, 7, 1)
                  ) AS "bucket_end"
                FROM (
                  SELECT
                    UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                ) AS "t10"
              ) AS "t19"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    MIN("t27"."touched_on") AS "first_on"
                  FROM "t26" AS "t27"
                ) AS "t30"
                WHERE
                  (
                    SELECT
                      MIN("t27"."touched_on") AS "Min(touched_on)"
                    FROM "t26" AS "t27"
                  ) IS NOT NULL
              ) AS "t33"
            ) AS "t34"
            WHERE
              "t34"."piece_from" < "t34"."piece_to"
          ) AS "t36"
          SEMI JOIN (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t12"."person_id"
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
                ) AS "t12"
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
                ) AS "t7"
              ) AS "t9"
            ) AS "t15"
            WHERE
              "t15"."person_id" IS NOT NULL
          ) AS "t23"
            ON "t36"."person_id" = "t23"."person_id"
          LEFT OUTER JOIN (
            SELECT
              "t37"."piece_person",
              "t37"."piece_start",
              SUM("t37"."touched") AS "touched"
            FROM (
              SELECT
                "t36"."person_id" AS "piece_person",
                "t36"."piece_from" AS "piece_start",
                "t36"."piece_to" AS "piece_end",
                "t29"."fact_person",
                "t29"."fact_day",
                "t29"."touched"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t22"."person_id",
                    GREATEST("t22"."segment_from", GREATEST("t19"."bucket_on", "t33"."first_on")) AS "piece_from",
                    LEAST("t22"."segment_until", "t19"."bucket_end") AS "piece_to",
                    DATE_DIFF('DAY', GREATEST("t19"."bucket_on", "t33"."first_on"), "t19"."bucket_end") AS "bucket_days"
                  FROM (
                    SELECT
                      "t16"."person_id",
                      "t16"."from_on" AS "segment_from",
                      "t16"."until" AS "segment_until"
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
                    ) AS "t16"
                  ) AS "t22"
                  CROSS JOIN (
                    SELECT
                      "t10"."bucket_on",
                      COALESCE(
                        LEAD("t10"."bucket_on", 1) OVER (
                          ORDER BY "t10"."bucket_on" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        MAKE_DATE(2026, 7, 1)
                      ) AS "bucket_end"
                    FROM (
                      SELECT
                        UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                    ) AS "t10"
                  ) AS "t19"
                  CROSS JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        MIN("t27"."touched_on") AS "first_on"
                      FROM "t26" AS "t27"
                    ) AS "t30"
                    WHERE
                      (
                        SELECT
                          MIN("t27"."touched_on") AS "Min(touched_on)"
                        FROM "t26" AS "t27"
                      ) IS NOT NULL
                  ) AS "t33"
                ) AS "t34"
                WHERE
                  "t34"."piece_from" < "t34"."piece_to"
              ) AS "t36"
              SEMI JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."person_id"
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
                    ) AS "t12"
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
                    ) AS "t7"
                  ) AS "t9"
                ) AS "t15"
                WHERE
                  "t15"."person_id" IS NOT NULL
              ) AS "t23"
                ON "t36"."person_id" = "t23"."person_id"
              INNER JOIN (
                SELECT
                  "t27"."person_id" AS "fact_person",
                  "t27"."touched_on" AS "fact_day",
                  1 AS "touched"
                FROM "t26" AS "t27"
              ) AS "t29"
                ON "t36"."person_id" = "t29"."fact_person"
                AND "t29"."fact_day" >= "t36"."piece_from"
                AND "t29"."fact_day" < "t36"."piece_to"
            ) AS "t37"
            GROUP BY
              1,
              2
          ) AS "t39"
            ON "t36"."person_id" = "t39"."piece_person"
            AND "t36"."piece_from" = "t39"."piece_start"
        ) AS "t40"
      ) AS "t41"
    ) AS "t42"
  ) AS "t43"
  GROUP BY
    1
) AS "t44";
