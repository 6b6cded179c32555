SELECT
  COUNT(DISTINCT "t27"."t0_n") AS "t0_n",
  SUM("t27"."t0_x") AS "t0_x",
  SUM("t27"."t0_m") AS "t0_m"
FROM (
  SELECT
    "t26"."person_id",
    "t26"."piece_from",
    "t26"."piece_to",
    "t26"."bucket_days",
    "t26"."person_",
    "t26"."once",
    "t26"."person_id" AS "t0_n",
    DATE_DIFF('DAY', "t26"."piece_from", "t26"."piece_to") AS "t0_x",
    "t26"."once" * "t26"."bucket_days" AS "t0_m"
  FROM (
    SELECT
      "t25"."person_id",
      "t25"."piece_from",
      "t25"."piece_to",
      "t25"."bucket_days",
      "t25"."person_",
      CAST((
        ROW_NUMBER() OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) - 1
      ) = 0 AS BIGINT) AS "once"
    FROM (
      SELECT
        "t24"."person_id",
        "t24"."piece_from",
        "t24"."piece_to",
        "t24"."bucket_days",
        "t24"."person_id" AS "person_"
      FROM (
        SELECT
          "t23"."person_id",
          "t23"."piece_from",
          "t23"."piece_to",
          "t23"."bucket_days"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t19"."person_id",
              GREATEST("t19"."segment_from", GREATEST("t16"."bucket_on", "t10"."first_on")) AS "piece_from",
              LEAST("t19"."segment_until", "t16"."bucket_end") AS "piece_to",
              DATE_DIFF('DAY', GREATEST("t16"."bucket_on", "t10"."first_on"), "t16"."bucket_end") AS "bucket_days"
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
                    "t1"."person_id",
                    "t1"."from_on",
                    "t1"."to_on"
                  FROM "org_history" AS "t1"
                ) AS "t4"
              ) AS "t14"
            ) AS "t19"
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
            ) AS "t16"
            CROSS JOIN (
              SELECT
                MIN("t0"."hired_on") AS "first_on"
              FROM "people" AS "t0"
            ) AS "t10"
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
                "t11"."person_id"
              FROM (
                SELECT
                  *
                FROM "org_history" AS "t1"
                WHERE
                  LOWER("t1"."role") IN (
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
                  "t2"."owner_id" AS "person_id"
                FROM "opportunities" AS "t2"
              ) AS "t5"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t3"."person_id"
                FROM "credits" AS "t3"
              ) AS "t6"
            ) AS "t8"
          ) AS "t13"
          WHERE
            "t13"."person_id" IS NOT NULL
        ) AS "t20"
          ON "t23"."person_id" = "t20"."person_id"
      ) AS "t24"
    ) AS "t25"
  ) AS "t26"
) AS "t27";
