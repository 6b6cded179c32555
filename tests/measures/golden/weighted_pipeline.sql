SELECT
  COUNT(DISTINCT "t9"."id") AS "n",
  SUM(
    CAST(ROUND("t9"."amount_base_minor" * COALESCE("t9"."probability", "t9"."stage_chance"), 0) AS BIGINT)
  ) AS "x",
  COALESCE(
    SUM(
      CAST((
        "t9"."amount_minor" IS NOT NULL
      ) AND (
        "t9"."amount_base_minor" IS NULL
      ) AS BIGINT)
    ),
    0
  ) AS "unconverted",
  COALESCE(SUM(CAST(COALESCE("t9"."probability", "t9"."stage_chance") IS NULL AS BIGINT)), 0) AS "without_chance"
FROM (
  SELECT
    "t8"."id",
    "t8"."outcome",
    "t8"."owner_id",
    "t8"."close_on",
    "t8"."stage",
    "t8"."probability",
    "t8"."amount_minor",
    "t8"."amount_base_minor",
    "t8"."person_",
    "t3"."name",
    "t3"."stage_chance"
  FROM (
    SELECT
      "t6"."id",
      "t6"."outcome",
      "t6"."owner_id",
      "t6"."close_on",
      "t6"."stage",
      "t6"."probability",
      "t6"."amount_minor",
      "t6"."amount_base_minor",
      "t6"."owner_id" AS "person_"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."id",
          CASE
            WHEN (
              "t4"."outcome" <> 'open'
            )
            AND COALESCE("t4"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
            THEN 'open'
            ELSE "t4"."outcome"
          END AS "outcome",
          "t4"."owner_id",
          "t4"."close_on",
          "t4"."stage",
          "t4"."probability",
          "t4"."amount_minor",
          "t4"."amount_base_minor"
        FROM (
          SELECT
            *
          FROM "opportunities" AS "t1"
          WHERE
            (
              "t1"."created_on" IS NULL
            )
            OR (
              "t1"."created_on" <= MAKE_DATE(2026, 6, 30)
            )
        ) AS "t4"
      ) AS "t5"
      WHERE
        "t5"."outcome" = 'open'
    ) AS "t6"
  ) AS "t8"
  LEFT OUTER JOIN (
    SELECT
      "t0"."name",
      MAX("t0"."probability") AS "stage_chance"
    FROM "stages" AS "t0"
    GROUP BY
      1
  ) AS "t3"
    ON "t8"."stage" = "t3"."name"
) AS "t9";
