SELECT
  COUNT(DISTINCT "t15"."t0_n") AS "t0_n",
  SUM("t15"."t0_x") AS "t0_x",
  SUM("t15"."t0_m") AS "t0_m"
FROM (
  SELECT
    "t14"."person_id",
    "t14"."piece_from",
    "t14"."piece_to",
    "t14"."bucket_days",
    "t14"."person_",
    "t14"."once",
    "t14"."person_id" AS "t0_n",
    DATE_DIFF('DAY', "t14"."piece_from", "t14"."piece_to") AS "t0_x",
    "t14"."once" * "t14"."bucket_days" AS "t0_m"
  FROM (
    SELECT
      "t13"."person_id",
      "t13"."piece_from",
      "t13"."piece_to",
      "t13"."bucket_days",
      "t13"."person_",
      CAST((
        ROW_NUMBER() OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) - 1
      ) = 0 AS BIGINT) AS "once"
    FROM (
      SELECT
        "t12"."person_id",
        "t12"."piece_from",
        "t12"."piece_to",
        "t12"."bucket_days",
        "t12"."person_id" AS "person_"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t10"."person_id",
            GREATEST("t10"."segment_from", GREATEST("t8"."bucket_on", "t5"."first_on")) AS "piece_from",
            LEAST("t10"."segment_until", "t8"."bucket_end") AS "piece_to",
            DATE_DIFF('DAY', GREATEST("t8"."bucket_on", "t5"."first_on"), "t8"."bucket_end") AS "bucket_days"
          FROM (
            SELECT
              "t6"."person_id",
              "t6"."from_on" AS "segment_from",
              "t6"."until" AS "segment_until"
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
                  "t1"."person_id",
                  "t1"."from_on",
                  "t1"."to_on"
                FROM "org_history" AS "t1"
              ) AS "t2"
            ) AS "t6"
          ) AS "t10"
          CROSS JOIN (
            SELECT
              "t4"."bucket_on",
              COALESCE(
                LEAD("t4"."bucket_on", 1) OVER (
                  ORDER BY "t4"."bucket_on" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                MAKE_DATE(2026, 7, 1)
              ) AS "bucket_end"
            FROM (
              SELECT
                UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
            ) AS "t4"
          ) AS "t8"
          CROSS JOIN (
            SELECT
              MIN("t0"."hired_on") AS "first_on"
            FROM "people" AS "t0"
          ) AS "t5"
        ) AS "t11"
        WHERE
          "t11"."piece_from" < "t11"."piece_to"
      ) AS "t12"
    ) AS "t13"
  ) AS "t14"
) AS "t15";
