SELECT
  SUM(CAST("t5"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t5"."t0_n") AS "t0_n",
  SUM("t5"."t0_x") AS "t0_x",
  SUM("t5"."t0_m") AS "t0_m",
  SUM(CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t5"."t0_x" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE) * CAST("t5"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t5"."t0_other_kind") AS "t0_other_kind"
FROM (
  SELECT
    COALESCE("t4"."person_", 'fact ' || "t4"."id") AS "cluster",
    COUNT("t4"."t0_n") AS "t0_n",
    SUM("t4"."t0_x") AS "t0_x",
    SUM("t4"."t0_m") AS "t0_m",
    COALESCE(SUM("t4"."t0_other_kind"), 0) AS "t0_other_kind"
  FROM (
    SELECT
      "t3"."id",
      "t3"."outcome",
      "t3"."owner_id",
      "t3"."created_on",
      "t3"."kind",
      "t3"."person_",
      1 AS "t0_n",
      CAST(COALESCE(
        REPLACE(REPLACE(LOWER("t3"."kind"), ' ', '_'), '-', '_') IN (
          'new',
          'new_business',
          'new_logo',
          'new_customer',
          'net_new',
          'new_account',
          'newbusiness'
        ),
        FALSE
      ) AS BIGINT) AS "t0_x",
      CAST(COALESCE(
        REPLACE(REPLACE(LOWER("t3"."kind"), ' ', '_'), '-', '_') IN (
          'new',
          'new_business',
          'new_logo',
          'new_customer',
          'net_new',
          'new_account',
          'newbusiness',
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
          'existing_customer___upgrade',
          'renewal',
          'renewed',
          'renew',
          'existing_customer___renewal'
        ),
        FALSE
      ) AS BIGINT) AS "t0_m",
      CAST(NOT (
        COALESCE(
          REPLACE(REPLACE(LOWER("t3"."kind"), ' ', '_'), '-', '_') IN (
            'new',
            'new_business',
            'new_logo',
            'new_customer',
            'net_new',
            'new_account',
            'newbusiness',
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
            'existing_customer___upgrade',
            'renewal',
            'renewed',
            'renew',
            'existing_customer___renewal'
          ),
          FALSE
        )
      ) AS BIGINT) AS "t0_other_kind"
    FROM (
      SELECT
        "t2"."id",
        "t2"."outcome",
        "t2"."owner_id",
        "t2"."created_on",
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
          "t1"."created_on",
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
  ) AS "t4"
  GROUP BY
    1
) AS "t5";
