SELECT
  SUM(CAST("t10"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t10"."t0_n") AS "t0_n",
  SUM("t10"."t0_x") AS "t0_x",
  SUM("t10"."t0_m") AS "t0_m",
  SUM("t10"."t0_x" * "t10"."t0_x") AS "t0_xx",
  SUM("t10"."t0_x" * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM("t10"."t0_x" * "t10"."t0_x" * "t10"."t0_x") AS "t0_xxx",
  SUM("t10"."t0_x" * "t10"."t0_x" * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_xxm",
  SUM("t10"."t0_x" * CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)) AS "t0_xmm",
  SUM(
    CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE) * CAST("t10"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t10"."t0_off_scale") AS "t0_off_scale"
FROM (
  SELECT
    COALESCE("t9"."account_id", 'ticket ' || "t9"."id") AS "cluster",
    COUNT("t9"."t0_n") AS "t0_n",
    SUM("t9"."t0_x") AS "t0_x",
    SUM("t9"."t0_m") AS "t0_m",
    COALESCE(SUM("t9"."t0_off_scale"), 0) AS "t0_off_scale"
  FROM (
    SELECT
      "t8"."id",
      "t8"."account_id",
      "t8"."opened_on",
      "t8"."satisfaction",
      "t8"."owner_id",
      "t8"."person_",
      1 AS "t0_n",
      CASE
        WHEN COALESCE((
          "t8"."satisfaction" >= 0
        ) AND (
          "t8"."satisfaction" <= 1
        ), FALSE)
        THEN "t8"."satisfaction"
        ELSE 0.0
      END AS "t0_x",
      CAST(COALESCE((
        "t8"."satisfaction" >= 0
      ) AND (
        "t8"."satisfaction" <= 1
      ), FALSE) AS BIGINT) AS "t0_m",
      CAST((
        "t8"."satisfaction" IS NOT NULL
      )
      AND NOT (
        COALESCE((
          "t8"."satisfaction" >= 0
        ) AND (
          "t8"."satisfaction" <= 1
        ), FALSE)
      ) AS BIGINT) AS "t0_off_scale"
    FROM (
      SELECT
        "t7"."id",
        "t7"."account_id",
        "t7"."opened_on",
        "t7"."satisfaction",
        "t7"."owner_id",
        "t7"."owner_id" AS "person_"
      FROM (
        SELECT
          "t6"."id",
          "t6"."account_id",
          "t6"."opened_on",
          "t6"."satisfaction",
          "t3"."owner_id"
        FROM (
          SELECT
            "t4"."id",
            "t4"."account_id",
            "t4"."opened_on",
            "t4"."satisfaction"
          FROM (
            SELECT
              *
            FROM "tickets" AS "t0"
            WHERE
              (
                "t0"."opened_on" IS NULL
              )
              OR (
                "t0"."opened_on" <= MAKE_DATE(2026, 6, 30)
              )
          ) AS "t4"
        ) AS "t6"
        LEFT OUTER JOIN (
          SELECT
            "t1"."id" AS "owned",
            "t1"."owner_id"
          FROM "accounts" AS "t1"
        ) AS "t3"
          ON "t6"."account_id" = "t3"."owned"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    1
) AS "t10";
