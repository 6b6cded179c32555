SELECT
  SUM(CAST("t12"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t12"."t0_n") AS "t0_n",
  SUM("t12"."t0_x") AS "t0_x",
  SUM("t12"."t0_m") AS "t0_m",
  SUM(CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t12"."t0_m" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t12"."t0_x" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t12"."t0_m" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE) * CAST("t12"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t11"."person_", 'fact ' || "t11"."id") AS "cluster",
    COUNT("t11"."t0_n") AS "t0_n",
    SUM("t11"."t0_x") AS "t0_x",
    SUM("t11"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t10"."id",
      "t10"."outcome",
      "t10"."owner_id",
      "t10"."close_on",
      "t10"."contacts",
      "t10"."person_",
      1 AS "t0_n",
      CAST("t10"."contacts" < 2 AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        "t9"."id",
        "t9"."outcome",
        "t9"."owner_id",
        "t9"."close_on",
        "t9"."contacts",
        "t9"."owner_id" AS "person_"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."id",
            "t7"."outcome",
            "t7"."owner_id",
            "t7"."close_on",
            COALESCE("t5"."contacts", 0) AS "contacts"
          FROM (
            SELECT
              "t3"."id",
              CASE
                WHEN (
                  "t3"."outcome" <> 'open'
                )
                AND COALESCE("t3"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t3"."outcome"
              END AS "outcome",
              "t3"."owner_id",
              "t3"."close_on"
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
            ) AS "t3"
          ) AS "t7"
          LEFT OUTER JOIN (
            SELECT
              "t2"."opportunity_id" AS "done_on",
              COUNT(DISTINCT "t2"."contact_id") AS "contacts"
            FROM (
              SELECT
                *
              FROM "activities" AS "t1"
              WHERE
                "t1"."opportunity_id" IS NOT NULL
                AND "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30)
            ) AS "t2"
            GROUP BY
              1
          ) AS "t5"
            ON "t7"."id" = "t5"."done_on"
        ) AS "t8"
        WHERE
          "t8"."outcome" = 'open'
      ) AS "t9"
    ) AS "t10"
  ) AS "t11"
  GROUP BY
    1
) AS "t12";
