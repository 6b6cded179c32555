SELECT
  COUNT(DISTINCT "t29"."t0_n") AS "t0_n",
  SUM("t29"."t0_x") AS "t0_x",
  SUM("t29"."t0_m") AS "t0_m"
FROM (
  SELECT
    "t28"."person_id",
    "t28"."piece_from",
    "t28"."piece_to",
    "t28"."bucket_days",
    "t28"."person_",
    "t28"."once",
    "t28"."person_id" AS "t0_n",
    DATE_DIFF('DAY', "t28"."piece_from", "t28"."piece_to") AS "t0_x",
    "t28"."once" * "t28"."bucket_days" AS "t0_m"
  FROM (
    SELECT
      "t27"."person_id",
      "t27"."piece_from",
      "t27"."piece_to",
      "t27"."bucket_days",
      "t27"."person_",
      CAST((
        ROW_NUMBER() OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) - 1
      ) = 0 AS BIGINT) AS "once"
    FROM (
      SELECT
        "t26"."person_id",
        "t26"."piece_from",
        "t26"."piece_to",
        "t26"."bucket_days",
        "t26"."person_id" AS "person_"
      FROM (
        SELECT
          "t25"."person_id",
          "t25"."piece_from",
          "t25"."piece_to",
          "t25"."bucket_days"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t21"."person_id",
              GREATEST("t21"."segment_from", GREATEST("t18"."bucket_on", "t15"."first_on")) AS "piece_from",
              LEAST("t21"."segment_until", "t18"."bucket_end") AS "piece_to",
              DATE_DIFF('DAY', GREATEST("t18"."bucket_on", "t15"."first_on"), "t18"."bucket_end") AS "bucket_days"
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
            ) AS "t21"
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
            ) AS "t18"
            CROSS JOIN (
              SELECT
                *
              FROM (
                SELECT
                  MIN("t3"."hired_on") AS "first_on"
                FROM "people" AS "t3"
              ) AS "t8"
              WHERE
                (
                  SELECT
                    MIN("t3"."hired_on") AS "Min(hired_on)"
                  FROM "people" AS "t3"
                ) IS NOT NULL
            ) AS "t15"
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
                "t11"."person_id"
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
              ) AS "t11"
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
        ) AS "t22"
          ON "t25"."person_id" = "t22"."person_id"
      ) AS "t26"
    ) AS "t27"
  ) AS "t28"
) AS "t29";
