SELECT
  COUNT(DISTINCT "t10"."t0_n") AS "t0_n",
  SUM("t10"."t0_x") AS "t0_x",
  COALESCE(SUM("t10"."t0_unconverted"), 0) AS "t0_unconverted",
  COALESCE(SUM("t10"."t0_without_chance"), 0) AS "t0_without_chance"
FROM (
  SELECT
    "t9"."id",
    "t9"."outcome",
    "t9"."owner_id",
    "t9"."close_on",
    "t9"."amount_minor",
    "t9"."amount_base_minor",
    "t9"."stage",
    "t9"."probability",
    "t9"."chance",
    "t9"."person_",
    "t9"."id" AS "t0_n",
    CAST(ROUND("t9"."amount_base_minor" * "t9"."chance", 0) AS BIGINT) AS "t0_x",
    CAST((
      "t9"."amount_minor" IS NOT NULL
    ) AND (
      "t9"."amount_base_minor" IS NULL
    ) AS BIGINT) AS "t0_unconverted",
    CAST("t9"."chance" IS NULL AS BIGINT) AS "t0_without_chance"
  FROM (
    SELECT
      "t8"."id",
      "t8"."outcome",
      "t8"."owner_id",
      "t8"."close_on",
      "t8"."amount_minor",
      "t8"."amount_base_minor",
      "t8"."stage",
      "t8"."probability",
      "t8"."chance",
      "t8"."owner_id" AS "person_"
    FROM (
      SELECT
        "t7"."id",
        "t7"."outcome",
        "t7"."owner_id",
        "t7"."close_on",
        "t7"."amount_minor",
        "t7"."amount_base_minor",
        "t7"."stage",
        "t7"."probability",
        COALESCE("t7"."probability", "t3"."stage_chance") AS "chance"
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
            "t4"."amount_minor",
            "t4"."amount_base_minor",
            "t4"."stage",
            "t4"."probability"
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
      ) AS "t7"
      LEFT OUTER JOIN (
        SELECT
          "t0"."name" AS "chance_of",
          MAX("t0"."probability") AS "stage_chance"
        FROM "stages" AS "t0"
        GROUP BY
          1
      ) AS "t3"
        ON "t7"."stage" = "t3"."chance_of"
    ) AS "t8"
  ) AS "t9"
) AS "t10";
