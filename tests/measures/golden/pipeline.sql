SELECT
  COUNT(DISTINCT "t4"."id") AS "n",
  SUM("t4"."amount_base_minor") AS "x",
  COALESCE(
    SUM(
      CAST((
        "t4"."amount_minor" IS NOT NULL
      ) AND (
        "t4"."amount_base_minor" IS NULL
      ) AS BIGINT)
    ),
    0
  ) AS "unconverted",
  COALESCE(SUM(CAST("t4"."amount_minor" IS NULL AS BIGINT)), 0) AS "without_amount",
  COALESCE(SUM(CAST("t4"."close_on" < MAKE_DATE(2026, 6, 30) AS BIGINT)), 0) AS "overdue"
FROM (
  SELECT
    "t3"."id",
    "t3"."outcome",
    "t3"."owner_id",
    "t3"."close_on",
    "t3"."amount_minor",
    "t3"."amount_base_minor",
    "t3"."owner_id" AS "person_"
  FROM (
    SELECT
      *
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
    WHERE
      "t2"."outcome" = 'open'
  ) AS "t3"
) AS "t4";
