SELECT
  COUNT("t14"."t0_n") AS "t0_n",
  COUNT("t14"."t0_n") AS "t0_x",
  COALESCE(SUM("t14"."t0_not_hired"), 0) AS "t0_not_hired"
FROM (
  SELECT
    "t13"."person_id",
    "t13"."bucket_on",
    "t13"."day",
    "t13"."hired_on",
    "t13"."person_",
    1 AS "t0_n",
    1 AS "t0_x",
    CAST("t13"."hired_on" IS NULL AS BIGINT) AS "t0_not_hired"
  FROM (
    SELECT
      "t12"."person_id",
      "t12"."bucket_on",
      "t12"."day",
      "t12"."hired_on",
      "t12"."person_id" AS "person_"
    FROM (
      SELECT
        "t8"."person_id",
        "t11"."bucket_on",
        "t11"."day",
        "t4"."hired_on"
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
      INNER JOIN (
        SELECT
          "t9"."bucket_on",
          "t9"."bucket_end" - INTERVAL '1' DAY AS "day"
        FROM (
          SELECT
            *
          FROM (
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
          ) AS "t7"
          WHERE
            "t7"."bucket_on" < "t7"."bucket_end"
        ) AS "t9"
      ) AS "t11"
        ON "t8"."from_on" <= "t11"."day" AND "t11"."day" < "t8"."until"
      LEFT OUTER JOIN (
        SELECT
          "t1"."id" AS "hired_person",
          "t1"."hired_on"
        FROM "people" AS "t1"
      ) AS "t4"
        ON "t8"."person_id" = "t4"."hired_person"
    ) AS "t12"
  ) AS "t13"
) AS "t14";
