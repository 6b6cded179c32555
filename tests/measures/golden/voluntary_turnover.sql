SELECT
  COUNT(DISTINCT "t18"."person_id") AS "n",
  SUM("t18"."exits") AS "x",
  SUM(DATE_DIFF('DAY', "t18"."piece_from", "t18"."piece_to")) AS "m"
FROM (
  SELECT
    "t17"."person_id",
    "t17"."piece_from",
    "t17"."piece_to",
    "t17"."bucket_days",
    "t17"."exits",
    "t17"."person_id" AS "person_"
  FROM (
    SELECT
      "t16"."person_id",
      "t16"."piece_from",
      "t16"."piece_to",
      "t16"."bucket_days",
      "t16"."exits"
    FROM (
      SELECT
        "t15"."person_id",
        "t15"."piece_from",
        "t15"."piece_to",
        "t15"."bucket_days",
        "t15"."leaver",
        "t15"."ends_on",
        CAST(COALESCE("t15"."piece_to" = "t15"."ends_on", FALSE) AS BIGINT) AS "exits"
      FROM (
        SELECT
          "t14"."person_id",
          "t14"."piece_from",
          "t14"."piece_to",
          "t14"."bucket_days",
          "t9"."leaver",
          "t9"."ends_on"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t11"."person_id",
              GREATEST("t11"."segment_from", "t8"."bucket_on") AS "piece_from",
              LEAST("t11"."segment_until", "t8"."bucket_end") AS "piece_to",
              DATE_DIFF('DAY', "t8"."bucket_on", "t8"."bucket_end") AS "bucket_days"
            FROM (
              SELECT
                "t5"."person_id",
                "t5"."from_on" AS "segment_from",
                "t5"."until" AS "segment_until"
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
              ) AS "t5"
            ) AS "t11"
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
          ) AS "t12"
          WHERE
            "t12"."piece_from" < "t12"."piece_to"
        ) AS "t14"
        INNER JOIN (
          SELECT
            "t3"."id" AS "leaver",
            CASE
              WHEN (
                "t3"."left_on" IS NOT NULL
              )
              AND COALESCE("t3"."leaving_kind" = 'voluntary', FALSE)
              THEN "t3"."left_on"
              ELSE NULL
            END AS "ends_on"
          FROM (
            SELECT
              *
            FROM "people" AS "t0"
            WHERE
              "t0"."hired_on" IS NOT NULL
          ) AS "t3"
        ) AS "t9"
          ON "t14"."person_id" = "t9"."leaver"
      ) AS "t15"
    ) AS "t16"
  ) AS "t17"
) AS "t18";
