SELECT
  COUNT(DISTINCT "t5"."t0_n") AS "t0_n",
  SUM("t5"."t0_x") AS "t0_x",
  COALESCE(SUM("t5"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t5"."t0_without_amount"), 0) AS "t0_without_amount",
  COALESCE(SUM("t5"."t0_negative"), 0) AS "t0_negative",
  COALESCE(SUM("t5"."t0_undated"), 0) AS "t0_undated"
FROM (
  SELECT
    "t4"."id",
    "t4"."outcome",
    "t4"."owner_id",
    "t4"."close_on",
    "t4"."amount_minor",
    "t4"."amount_base_minor",
    "t4"."kind",
    "t4"."person_",
    "t4"."id" AS "t0_n",
    "t4"."amount_base_minor" AS "t0_x",
    CAST((
      "t4"."amount_minor" IS NOT NULL
    ) AND (
      "t4"."amount_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t4"."amount_minor" IS NULL AS BIGINT) AS "t0_without_amount",
    CAST(COALESCE("t4"."amount_base_minor" < 0, FALSE) AS BIGINT) AS "t0_negative",
    CAST("t4"."close_on" IS NULL AS BIGINT) AS "t0_undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."id",
        "t2"."outcome",
        "t2"."owner_id",
        "t2"."close_on",
        "t2"."amount_minor",
        "t2"."amount_base_minor",
        "t2"."kind",
        "t2"."owner_id" AS "person_"
      FROM (
        SELECT
          "t1"."id",
          CASE
            WHEN (
              "t1"."outcome" <> 'open'
            )
            AND COALESCE("t1"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
            THEN 'open'
            ELSE "t1"."outcome"
          END AS "outcome",
          "t1"."owner_id",
          "t1"."close_on",
          "t1"."amount_minor",
          "t1"."amount_base_minor",
          "t1"."kind"
        FROM (
          SELECT
            *
          FROM "opportunities" AS "t0"
          WHERE
            (
              "t0"."created_on" IS NULL
            )
            OR (
              "t0"."created_on" <= MAKE_DATE(2026, 6, 30)
            )
        ) AS "t1"
      ) AS "t2"
    ) AS "t3"
    WHERE
      "t3"."outcome" = 'won'
      AND COALESCE(
        REPLACE(REPLACE(LOWER("t3"."kind"), ' ', '_'), '-', '_') IN (
          'expansion',
          'upsell',
          'up_sell',
          'cross_sell',
          'crosssell',
          'upgrade',
          'add_on',
          'addon',
          'existing_business',
          'existing_customer',
          'existingbusiness',
          'existing_customer___upgrade'
        ),
        FALSE
      )
  ) AS "t4"
) AS "t5";
