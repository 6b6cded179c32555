SELECT
  COUNT("t4"."t0_n") AS "t0_n",
  SUM("t4"."t0_x") AS "t0_x",
  COALESCE(SUM("t4"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t4"."t0_without_spend"), 0) AS "t0_without_spend"
FROM (
  SELECT
    "t3"."id",
    "t3"."starts_on",
    "t3"."spend_minor",
    "t3"."spend_base_minor",
    "t3"."person_",
    1 AS "t0_n",
    "t3"."spend_base_minor" AS "t0_x",
    CAST((
      "t3"."spend_minor" IS NOT NULL
    ) AND (
      "t3"."spend_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t3"."spend_minor" IS NULL AS BIGINT) AS "t0_without_spend"
  FROM (
    SELECT
      "t2"."id",
      "t2"."starts_on",
      "t2"."spend_minor",
      "t2"."spend_base_minor",
      CAST(NULL AS TEXT) AS "person_"
    FROM (
      SELECT
        "t1"."id",
        "t1"."starts_on",
        "t1"."spend_minor",
        "t1"."spend_base_minor"
      FROM (
        SELECT
          *
        FROM "campaigns" AS "t0"
        WHERE
          (
            "t0"."starts_on" IS NULL
          )
          OR (
            "t0"."starts_on" <= MAKE_DATE(2026, 6, 30)
          )
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
) AS "t4";
