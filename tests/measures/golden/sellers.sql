SELECT
  COUNT("t24"."t0_n") AS "t0_n",
  COUNT("t24"."t0_n") AS "t0_x",
  COALESCE(SUM("t24"."t0_not_hired"), 0) AS "t0_not_hired"
FROM (
  SELECT
    "t23"."person_id",
    "t23"."bucket_on",
    "t23"."day",
    "t23"."hired_on",
    "t23"."person_",
    1 AS "t0_n",
    1 AS "t0_x",
    CAST("t23"."hired_on" IS NULL AS BIGINT) AS "t0_not_hired"
  FROM (
    SELECT
      "t22"."person_id",
      "t22"."bucket_on",
      "t22"."day",
      "t22"."hired_on",
      "t22"."person_id" AS "person_"
    FROM (
      SELECT
        "t16"."person_id",
        "t21"."bucket_on",
        "t21"."day",
        "t8"."hired_on"
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
      INNER JOIN (
        SELECT
          "t19"."bucket_on",
          "t19"."bucket_end" - INTERVAL '1' DAY AS "day"
        FROM (
          SELECT
            *
          FROM (
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
          ) AS "t15"
          WHERE
            "t15"."bucket_on" < "t15"."bucket_end"
        ) AS "t19"
      ) AS "t21"
        ON "t16"."from_on" <= "t21"."day" AND "t21"."day" < "t16"."until"
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
                "t2"."owner_id" AS "person_id"
              FROM "opportunities" AS "t2"
            ) AS "t6"
            UNION
            SELECT
              *
            FROM (
              SELECT
                "t3"."person_id"
              FROM "opportunity_splits" AS "t3"
            ) AS "t7"
          ) AS "t9"
        ) AS "t13"
        WHERE
          "t13"."person_id" IS NOT NULL
      ) AS "t18"
        ON "t16"."person_id" = "t18"."person_id"
      LEFT OUTER JOIN (
        SELECT
          "t1"."id" AS "hired_person",
          "t1"."hired_on"
        FROM "people" AS "t1"
      ) AS "t8"
        ON "t16"."person_id" = "t8"."hired_person"
    ) AS "t22"
  ) AS "t23"
) AS "t24";
