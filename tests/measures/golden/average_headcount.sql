SELECT
  COUNT(DISTINCT "t17"."t0_n") AS "t0_n",
  SUM("t17"."t0_x") AS "t0_x",
  SUM("t17"."t0_m") AS "t0_m"
FROM (
  SELECT
    "t16"."person_id",
    "t16"."piece_from",
    "t16"."piece_to",
    "t16"."bucket_days",
    "t16"."person_",
    "t16"."once",
    "t16"."person_id" AS "t0_n",
    DATE_DIFF('DAY', "t16"."piece_from", "t16"."piece_to") AS "t0_x",
    "t16"."once" * "t16"."bucket_days" AS "t0_m"
  FROM (
    SELECT
      "t15"."person_id",
      "t15"."piece_from",
      "t15"."piece_to",
      "t15"."bucket_days",
      "t15"."person_",
      CAST((
        ROW_NUMBER() OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) - 1
      ) = 0 AS BIGINT) AS "once"
    FROM (
      SELECT
        "t14"."person_id",
        "t14"."piece_from",
        "t14"."piece_to",
        "t14"."bucket_days",
        "t14"."person_id" AS "person_"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t12"."person_id",
            GREATEST("t12"."segment_from", GREATEST("t10"."bucket_on", "t7"."first_on")) AS "piece_from",
            LEAST("t12"."segment_until", "t10"."bucket_end") AS "piece_to",
            DATE_DIFF('DAY', GREATEST("t10"."bucket_on", "t7"."first_on"), "t10"."bucket_end") AS "bucket_days"
          FROM (
            SELECT
              "t8"."person_id",
              "t8"."from_on" AS "segment_from",
              "t8"."until" AS "segment_until"
            FROM (
              SELECT
                "t2"."person_id",
                "t2"."from_on",
                LEAST(
                  COALESCE("t2"."to_on", MAKE_DATE(9999, 12, 31)),
                  COALESCE(
                    LEAD("t2"."from_on", 1) OVER (
                      PARTITION BY "t2"."person_id"
                      ORDER BY "t2"."from_on" ASC
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
              ) AS "t2"
            ) AS "t8"
          ) AS "t12"
          CROSS JOIN (
            SELECT
              "t5"."bucket_on",
              COALESCE(
                LEAD("t5"."bucket_on", 1) OVER (
                  ORDER BY "t5"."bucket_on" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                MAKE_DATE(2026, 7, 1)
              ) AS "bucket_end"
            FROM (
              SELECT
                UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
            ) AS "t5"
          ) AS "t10"
          CROSS JOIN (
            SELECT
              *
            FROM (
              SELECT
                MIN("t1"."hired_on") AS "first_on"
              FROM "people" AS "t1"
            ) AS "t3"
            WHERE
              (
                SELECT
                  MIN("t1"."hired_on") AS "Min(hired_on)"
                FROM "people" AS "t1"
              ) IS NOT NULL
          ) AS "t7"
        ) AS "t13"
        WHERE
          "t13"."piece_from" < "t13"."piece_to"
      ) AS "t14"
    ) AS "t15"
  ) AS "t16"
) AS "t17";
