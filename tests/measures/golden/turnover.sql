WITH "t4" AS (
  SELECT
    *
  FROM "people" AS "t0"
  WHERE
    "t0"."hired_on" IS NOT NULL
    AND (
      (
        "t0"."left_on" IS NULL
      ) OR (
        "t0"."left_on" >= "t0"."hired_on"
      )
    )
)
SELECT
  COUNT(DISTINCT "t24"."t0_n") AS "t0_n",
  SUM("t24"."t0_x") AS "t0_x",
  SUM("t24"."t0_m") AS "t0_m"
FROM (
  SELECT
    "t23"."person_id",
    "t23"."piece_from",
    "t23"."piece_to",
    "t23"."bucket_days",
    "t23"."exits",
    "t23"."person_",
    "t23"."person_id" AS "t0_n",
    "t23"."exits" AS "t0_x",
    DATE_DIFF('DAY', "t23"."piece_from", "t23"."piece_to") AS "t0_m"
  FROM (
    SELECT
      "t22"."person_id",
      "t22"."piece_from",
      "t22"."piece_to",
      "t22"."bucket_days",
      "t22"."exits",
      "t22"."person_id" AS "person_"
    FROM (
      SELECT
        "t21"."person_id",
        "t21"."piece_from",
        "t21"."piece_to",
        "t21"."bucket_days",
        "t21"."exits"
      FROM (
        SELECT
          "t20"."person_id",
          "t20"."piece_from",
          "t20"."piece_to",
          "t20"."bucket_days",
          "t20"."leaver",
          "t20"."ends_on",
          CAST(COALESCE("t20"."piece_to" = "t20"."ends_on", FALSE) AS BIGINT) AS "exits"
        FROM (
          SELECT
            "t19"."person_id",
            "t19"."piece_from",
            "t19"."piece_to",
            "t19"."bucket_days",
            "t10"."leaver",
            "t10"."ends_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t14"."person_id",
                GREATEST("t14"."segment_from", GREATEST("t9"."bucket_on", "t16"."first_on")) AS "piece_from",
                LEAST("t14"."segment_until", "t9"."bucket_end") AS "piece_to",
                DATE_DIFF('DAY', GREATEST("t9"."bucket_on", "t16"."first_on"), "t9"."bucket_end") AS "bucket_days"
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
              ) AS "t14"
              CROSS JOIN (
                SELECT
                  "t3"."bucket_on",
                  COALESCE(
                    LEAD("t3"."bucket_on", 1) OVER (
                      ORDER BY "t3"."bucket_on" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(2026, 7, 1)
                  ) AS "bucket_end"
                FROM (
                  SELECT
                    UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                ) AS "t3"
              ) AS "t9"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    DATE_TRUNC('YEAR', MIN("t5"."left_on" - INTERVAL '1' DAY)) AS "first_on"
                  FROM "t4" AS "t5"
                ) AS "t11"
                WHERE
                  (
                    SELECT
                      DATE_TRUNC('YEAR', MIN("t5"."left_on" - INTERVAL '1' DAY)) AS "DateTruncate(Min(DateSub(left_on, 1D)), YEAR)"
                    FROM "t4" AS "t5"
                  ) IS NOT NULL
              ) AS "t16"
            ) AS "t17"
            WHERE
              "t17"."piece_from" < "t17"."piece_to"
          ) AS "t19"
          INNER JOIN (
            SELECT
              "t5"."id" AS "leaver",
              CASE WHEN "t5"."left_on" IS NOT NULL THEN "t5"."left_on" ELSE NULL END AS "ends_on"
            FROM "t4" AS "t5"
          ) AS "t10"
            ON "t19"."person_id" = "t10"."leaver"
        ) AS "t20"
      ) AS "t21"
    ) AS "t22"
  ) AS "t23"
) AS "t24";
