SELECT
  COUNT(DISTINCT "t4"."t0_n") AS "t0_n",
  SUM("t4"."t0_x") AS "t0_x",
  COALESCE(SUM("t4"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t4"."t0_without_amount"), 0) AS "t0_without_amount",
  COALESCE(SUM("t4"."t0_negative"), 0) AS "t0_negative"
FROM (
  SELECT
    "t3"."id",
    "t3"."outcome",
    "t3"."owner_id",
    "t3"."created_on",
    "t3"."amount_minor",
    "t3"."amount_base_minor",
    "t3"."person_",
    "t3"."id" AS "t0_n",
    "t3"."amount_base_minor" AS "t0_x",
    CAST((
      "t3"."amount_minor" IS NOT NULL
    ) AND (
      "t3"."amount_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t3"."amount_minor" IS NULL AS BIGINT) AS "t0_without_amount",
    CAST(COALESCE("t3"."amount_base_minor" < 0, FALSE) AS BIGINT) AS "t0_negative"
  FROM (
    SELECT
      "t2"."id",
      "t2"."outcome",
      "t2"."owner_id",
      "t2"."created_on",
      "t2"."amount_minor",
      "t2"."amount_base_minor",
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
        "t1"."amount_minor",
        "t1"."amount_base_minor"
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
) AS "t4";
