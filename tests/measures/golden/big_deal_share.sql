SELECT
  SUM(CAST("t13"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t13"."t0_n") AS "t0_n",
  SUM("t13"."t0_x") AS "t0_x",
  SUM("t13"."t0_m") AS "t0_m",
  SUM(CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t13"."t0_m" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t13"."t0_x" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t13"."t0_m" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE) * CAST("t13"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t12"."person_", 'fact ' || "t12"."id") AS "cluster",
    COUNT("t12"."t0_n") AS "t0_n",
    SUM("t12"."t0_x") AS "t0_x",
    SUM("t12"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t11"."id",
      "t11"."outcome",
      "t11"."owner_id",
      "t11"."close_on",
      "t11"."amount_base_minor",
      "t11"."size_band",
      "t11"."person_",
      1 AS "t0_n",
      "t11"."amount_base_minor" * CAST("t11"."size_band" = '5 largest' AS BIGINT) AS "t0_x",
      "t11"."amount_base_minor" AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t9"."id",
          "t9"."outcome",
          "t9"."owner_id",
          "t9"."close_on",
          "t9"."amount_base_minor",
          "t9"."size_band",
          "t9"."owner_id" AS "person_"
        FROM (
          SELECT
            "t5"."id",
            "t5"."outcome",
            "t5"."owner_id",
            "t5"."close_on",
            "t5"."amount_base_minor",
            CASE
              WHEN (
                "t5"."amount_base_minor" IS NOT NULL
              ) AND (
                "t8"."band_1" IS NOT NULL
              )
              THEN CASE
                WHEN "t5"."amount_base_minor" <= "t8"."band_1"
                THEN '1 smallest'
                WHEN "t5"."amount_base_minor" <= "t8"."band_2"
                THEN '2 small'
                WHEN "t5"."amount_base_minor" <= "t8"."band_3"
                THEN '3 middle'
                WHEN "t5"."amount_base_minor" <= "t8"."band_4"
                THEN '4 large'
                ELSE '5 largest'
              END
              ELSE NULL
            END AS "size_band"
          FROM (
            SELECT
              "t2"."id",
              CASE
                WHEN (
                  "t2"."outcome" <> 'open'
                )
                AND COALESCE("t2"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t2"."outcome"
              END AS "outcome",
              "t2"."owner_id",
              "t2"."close_on",
              "t2"."amount_base_minor"
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
            ) AS "t2"
          ) AS "t5"
          CROSS JOIN (
            SELECT
              CAST(ROUND(
                "t6"."band_1" / CASE
                  WHEN ABS("t6"."band_1") < 100
                  THEN 1
                  WHEN ABS("t6"."band_1") < 1000
                  THEN 10
                  WHEN ABS("t6"."band_1") < 10000
                  THEN 100
                  WHEN ABS("t6"."band_1") < 100000
                  THEN 1000
                  WHEN ABS("t6"."band_1") < 1000000
                  THEN 10000
                  WHEN ABS("t6"."band_1") < 10000000
                  THEN 100000
                  WHEN ABS("t6"."band_1") < 100000000
                  THEN 1000000
                  WHEN ABS("t6"."band_1") < 1000000000
                  THEN 10000000
                  WHEN ABS("t6"."band_1") < 10000000000
                  THEN 100000000
                  WHEN ABS("t6"."band_1") < 100000000000
                  THEN 1000000000
                  WHEN ABS("t6"."band_1") < 1000000000000
                  THEN 10000000000
                  WHEN ABS("t6"."band_1") < 10000000000000
                  THEN 100000000000
                  WHEN ABS("t6"."band_1") < 100000000000000
                  THEN 1000000000000
                  WHEN ABS("t6"."band_1") < 1000000000000000
                  THEN 10000000000000
                  WHEN ABS("t6"."band_1") < 10000000000000000
                  THEN 100000000000000
                  WHEN ABS("t6"."band_1") < 100000000000000000
                  THEN 1000000000000000
                  ELSE 10000000000000000
                END,
                0
              ) AS BIGINT) * CASE
                WHEN ABS("t6"."band_1") < 100
                THEN 1
                WHEN ABS("t6"."band_1") < 1000
                THEN 10
                WHEN ABS("t6"."band_1") < 10000
                THEN 100
                WHEN ABS("t6"."band_1") < 100000
                THEN 1000
                WHEN ABS("t6"."band_1") < 1000000
                THEN 10000
                WHEN ABS("t6"."band_1") < 10000000
                THEN 100000
                WHEN ABS("t6"."band_1") < 100000000
                THEN 1000000
                WHEN ABS("t6"."band_1") < 1000000000
                THEN 10000000
                WHEN ABS("t6"."band_1") < 10000000000
                THEN 100000000
                WHEN ABS("t6"."band_1") < 100000000000
                THEN 1000000000
                WHEN ABS("t6"."band_1") < 1000000000000
                THEN 10000000000
                WHEN ABS("t6"."band_1") < 10000000000000
                THEN 100000000000
                WHEN ABS("t6"."band_1") < 100000000000000
                THEN 1000000000000
                WHEN ABS("t6"."band_1") < 1000000000000000
                THEN 10000000000000
                WHEN ABS("t6"."band_1") < 10000000000000000
                THEN 100000000000000
                WHEN ABS("t6"."band_1") < 100000000000000000
                THEN 1000000000000000
                ELSE 10000000000000000
              END AS "band_1",
              CAST(ROUND(
                "t6"."band_2" / CASE
                  WHEN ABS("t6"."band_2") < 100
                  THEN 1
                  WHEN ABS("t6"."band_2") < 1000
                  THEN 10
                  WHEN ABS("t6"."band_2") < 10000
                  THEN 100
                  WHEN ABS("t6"."band_2") < 100000
                  THEN 1000
                  WHEN ABS("t6"."band_2") < 1000000
                  THEN 10000
                  WHEN ABS("t6"."band_2") < 10000000
                  THEN 100000
                  WHEN ABS("t6"."band_2") < 100000000
                  THEN 1000000
                  WHEN ABS("t6"."band_2") < 1000000000
                  THEN 10000000
                  WHEN ABS("t6"."band_2") < 10000000000
                  THEN 100000000
                  WHEN ABS("t6"."band_2") < 100000000000
                  THEN 1000000000
                  WHEN ABS("t6"."band_2") < 1000000000000
                  THEN 10000000000
                  WHEN ABS("t6"."band_2") < 10000000000000
                  THEN 100000000000
                  WHEN ABS("t6"."band_2") < 100000000000000
                  THEN 1000000000000
                  WHEN ABS("t6"."band_2") < 1000000000000000
                  THEN 10000000000000
                  WHEN ABS("t6"."band_2") < 10000000000000000
                  THEN 100000000000000
                  WHEN ABS("t6"."band_2") < 100000000000000000
                  THEN 1000000000000000
                  ELSE 10000000000000000
                END,
                0
              ) AS BIGINT) * CASE
                WHEN ABS("t6"."band_2") < 100
                THEN 1
                WHEN ABS("t6"."band_2") < 1000
                THEN 10
                WHEN ABS("t6"."band_2") < 10000
                THEN 100
                WHEN ABS("t6"."band_2") < 100000
                THEN 1000
                WHEN ABS("t6"."band_2") < 1000000
                THEN 10000
                WHEN ABS("t6"."band_2") < 10000000
                THEN 100000
                WHEN ABS("t6"."band_2") < 100000000
                THEN 1000000
                WHEN ABS("t6"."band_2") < 1000000000
                THEN 10000000
                WHEN ABS("t6"."band_2") < 10000000000
                THEN 100000000
                WHEN ABS("t6"."band_2") < 100000000000
                THEN 1000000000
                WHEN ABS("t6"."band_2") < 1000000000000
                THEN 10000000000
                WHEN ABS("t6"."band_2") < 10000000000000
                THEN 100000000000
                WHEN ABS("t6"."band_2") < 100000000000000
                THEN 1000000000000
                WHEN ABS("t6"."band_2") < 1000000000000000
                THEN 10000000000000
                WHEN ABS("t6"."band_2") < 10000000000000000
                THEN 100000000000000
                WHEN ABS("t6"."band_2") < 100000000000000000
                THEN 1000000000000000
                ELSE 10000000000000000
              END AS "band_2",
              CAST(ROUND(
                "t6"."band_3" / CASE
                  WHEN ABS("t6"."band_3") < 100
                  THEN 1
                  WHEN ABS("t6"."band_3") < 1000
                  THEN 10
                  WHEN ABS("t6"."band_3") < 10000
                  THEN 100
                  WHEN ABS("t6"."band_3") < 100000
                  THEN 1000
                  WHEN ABS("t6"."band_3") < 1000000
                  THEN 10000
                  WHEN ABS("t6"."band_3") < 10000000
                  THEN 100000
                  WHEN ABS("t6"."band_3") < 100000000
                  THEN 1000000
                  WHEN ABS("t6"."band_3") < 1000000000
                  THEN 10000000
                  WHEN ABS("t6"."band_3") < 10000000000
                  THEN 100000000
                  WHEN ABS("t6"."band_3") < 100000000000
                  THEN 1000000000
                  WHEN ABS("t6"."band_3") < 1000000000000
                  THEN 10000000000
                  WHEN ABS("t6"."band_3") < 10000000000000
                  THEN 100000000000
                  WHEN ABS("t6"."band_3") < 100000000000000
                  THEN 1000000000000
                  WHEN ABS("t6"."band_3") < 1000000000000000
                  THEN 10000000000000
                  WHEN ABS("t6"."band_3") < 10000000000000000
                  THEN 100000000000000
                  WHEN ABS("t6"."band_3") < 100000000000000000
                  THEN 1000000000000000
                  ELSE 10000000000000000
                END,
                0
              ) AS BIGINT) * CASE
                WHEN ABS("t6"."band_3") < 100
                THEN 1
                WHEN ABS("t6"."band_3") < 1000
                THEN 10
                WHEN ABS("t6"."band_3") < 10000
                THEN 100
                WHEN ABS("t6"."band_3") < 100000
                THEN 1000
                WHEN ABS("t6"."band_3") < 1000000
                THEN 10000
                WHEN ABS("t6"."band_3") < 10000000
                THEN 100000
                WHEN ABS("t6"."band_3") < 100000000
                THEN 1000000
                WHEN ABS("t6"."band_3") < 1000000000
                THEN 10000000
                WHEN ABS("t6"."band_3") < 10000000000
                THEN 100000000
                WHEN ABS("t6"."band_3") < 100000000000
                THEN 1000000000
                WHEN ABS("t6"."band_3") < 1000000000000
                THEN 10000000000
                WHEN ABS("t6"."band_3") < 10000000000000
                THEN 100000000000
                WHEN ABS("t6"."band_3") < 100000000000000
                THEN 1000000000000
                WHEN ABS("t6"."band_3") < 1000000000000000
                THEN 10000000000000
                WHEN ABS("t6"."band_3") < 10000000000000000
                THEN 100000000000000
                WHEN ABS("t6"."band_3") < 100000000000000000
                THEN 1000000000000000
                ELSE 10000000000000000
              END AS "band_3",
              CAST(ROUND(
                "t6"."band_4" / CASE
                  WHEN ABS("t6"."band_4") < 100
                  THEN 1
                  WHEN ABS("t6"."band_4") < 1000
                  THEN 10
                  WHEN ABS("t6"."band_4") < 10000
                  THEN 100
                  WHEN ABS("t6"."band_4") < 100000
                  THEN 1000
                  WHEN ABS("t6"."band_4") < 1000000
                  THEN 10000
                  WHEN ABS("t6"."band_4") < 10000000
                  THEN 100000
                  WHEN ABS("t6"."band_4") < 100000000
                  THEN 1000000
                  WHEN ABS("t6"."band_4") < 1000000000
                  THEN 10000000
                  WHEN ABS("t6"."band_4") < 10000000000
                  THEN 100000000
                  WHEN ABS("t6"."band_4") < 100000000000
                  THEN 1000000000
                  WHEN ABS("t6"."band_4") < 1000000000000
                  THEN 10000000000
                  WHEN ABS("t6"."band_4") < 10000000000000
                  THEN 100000000000
                  WHEN ABS("t6"."band_4") < 100000000000000
                  THEN 1000000000000
                  WHEN ABS("t6"."band_4") < 1000000000000000
                  THEN 10000000000000
                  WHEN ABS("t6"."band_4") < 10000000000000000
                  THEN 100000000000000
                  WHEN ABS("t6"."band_4") < 100000000000000000
                  THEN 1000000000000000
                  ELSE 10000000000000000
                END,
                0
              ) AS BIGINT) * CASE
                WHEN ABS("t6"."band_4") < 100
                THEN 1
                WHEN ABS("t6"."band_4") < 1000
                THEN 10
                WHEN ABS("t6"."band_4") < 10000
                THEN 100
                WHEN ABS("t6"."band_4") < 100000
                THEN 1000
                WHEN ABS("t6"."band_4") < 1000000
                THEN 10000
                WHEN ABS("t6"."band_4") < 10000000
                THEN 100000
                WHEN ABS("t6"."band_4") < 100000000
                THEN 1000000
                WHEN ABS("t6"."band_4") < 1000000000
                THEN 10000000
                WHEN ABS("t6"."band_4") < 10000000000
                THEN 100000000
                WHEN ABS("t6"."band_4") < 100000000000
                THEN 1000000000
                WHEN ABS("t6"."band_4") < 1000000000000
                THEN 10000000000
                WHEN ABS("t6"."band_4") < 10000000000000
                THEN 100000000000
                WHEN ABS("t6"."band_4") < 100000000000000
                THEN 1000000000000
                WHEN ABS("t6"."band_4") < 1000000000000000
                THEN 10000000000000
                WHEN ABS("t6"."band_4") < 10000000000000000
                THEN 100000000000000
                WHEN ABS("t6"."band_4") < 100000000000000000
                THEN 1000000000000000
                ELSE 10000000000000000
              END AS "band_4"
            FROM (
              SELECT
                MAX("t3"."amount") FILTER(WHERE
                  (
                    "t3"."place" * 5
                  ) <= (
                    "t3"."of" * 1
                  )) AS "band_1",
                MAX("t3"."amount") FILTER(WHERE
                  (
                    "t3"."place" * 5
                  ) <= (
                    "t3"."of" * 2
                  )) AS "band_2",
                MAX("t3"."amount") FILTER(WHERE
                  (
                    "t3"."place" * 5
                  ) <= (
                    "t3"."of" * 3
                  )) AS "band_3",
                MAX("t3"."amount") FILTER(WHERE
                  (
                    "t3"."place" * 5
                  ) <= (
                    "t3"."of" * 4
                  )) AS "band_4"
              FROM (
                SELECT
                  "t1"."amount_base_minor" AS "amount",
                  (
                    ROW_NUMBER() OVER (
                      ORDER BY "t1"."amount_base_minor" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) - 1
                  ) + 1 AS "place",
                  COUNT(*) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "of"
                FROM (
                  SELECT
                    *
                  FROM "opportunities" AS "t0"
                  WHERE
                    "t0"."outcome" = 'won'
                    AND "t0"."close_on" <= MAKE_DATE(2026, 6, 30)
                    AND "t0"."amount_base_minor" IS NOT NULL
                ) AS "t1"
              ) AS "t3"
            ) AS "t6"
          ) AS "t8"
        ) AS "t9"
      ) AS "t10"
      WHERE
        "t10"."outcome" = 'won'
        AND COALESCE("t10"."amount_base_minor" > 0, FALSE)
        AND "t10"."size_band" IS NOT NULL
    ) AS "t11"
  ) AS "t12"
  GROUP BY
    1
) AS "t13";
