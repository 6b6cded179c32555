SELECT
  COUNT("t4"."t0_n") AS "t0_n",
  SUM("t4"."t0_x") AS "t0_x",
  COALESCE(SUM("t4"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t4"."t0_without_amount"), 0) AS "t0_without_amount"
FROM (
  SELECT
    "t3"."id",
    "t3"."person_id",
    "t3"."spent_on",
    "t3"."amount_minor",
    "t3"."amount_base_minor",
    "t3"."person_",
    1 AS "t0_n",
    "t3"."amount_base_minor" AS "t0_x",
    CAST((
      "t3"."amount_minor" IS NOT NULL
    ) AND (
      "t3"."amount_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t3"."amount_minor" IS NULL AS BIGINT) AS "t0_without_amount"
  FROM (
    SELECT
      "t2"."id",
      "t2"."person_id",
      "t2"."spent_on",
      "t2"."amount_minor",
      "t2"."amount_base_minor",
      "t2"."person_id" AS "person_"
    FROM (
      SELECT
        "t1"."id",
        "t1"."person_id",
        "t1"."spent_on",
        "t1"."amount_minor",
        "t1"."amount_base_minor"
      FROM (
        SELECT
          *
        FROM "training_spend" AS "t0"
        WHERE
          "t0"."spent_on" <= MAKE_DATE(2026, 6, 30)
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
) AS "t4";
