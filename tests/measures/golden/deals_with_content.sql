SELECT
  SUM(CAST("t19"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t19"."t0_n") AS "t0_n",
  SUM("t19"."t0_x") AS "t0_x",
  SUM("t19"."t0_m") AS "t0_m",
  SUM(CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t19"."t0_m" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t19"."t0_x" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t19"."t0_m" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE) * CAST("t19"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t18"."person_", 'fact ' || "t18"."id") AS "cluster",
    COUNT("t18"."t0_n") AS "t0_n",
    SUM("t18"."t0_x") AS "t0_x",
    SUM("t18"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t17"."id",
      "t17"."outcome",
      "t17"."owner_id",
      "t17"."close_on",
      "t17"."supported",
      "t17"."person_",
      1 AS "t0_n",
      CAST("t17"."supported" AS BIGINT) AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t15"."id",
          "t15"."outcome",
          "t15"."owner_id",
          "t15"."close_on",
          "t15"."supported",
          "t15"."owner_id" AS "person_"
        FROM (
          SELECT
            "t9"."id",
            "t9"."outcome",
            "t9"."owner_id",
            "t9"."close_on",
            "t14"."used_deal" IS NOT NULL AS "supported"
          FROM (
            SELECT
              "t5"."id",
              CASE
                WHEN (
                  "t5"."outcome" <> 'open'
                )
                AND COALESCE("t5"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                THEN 'open'
                ELSE "t5"."outcome"
              END AS "outcome",
              "t5"."owner_id",
              "t5"."close_on"
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
            ) AS "t5"
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t11"."opportunity_id" AS "used_deal"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t7"."id",
                    "t7"."content_id",
                    "t7"."person_ref",
                    "t7"."person_id",
                    "t7"."opportunity_id",
                    "t7"."occurred_at",
                    "t7"."occurred_on",
                    "t7"."occurred_zone",
                    "t7"."action",
                    "t7"."minutes",
                    "t7"."system",
                    "t7"."load_id",
                    "t7"."line",
                    "t3"."ended_deal",
                    "t3"."ended_on"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM "content_uses" AS "t1"
                      WHERE
                        "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30) AND "t1"."content_id" IS NOT NULL
                    ) AS "t4"
                    WHERE
                      "t4"."opportunity_id" IS NOT NULL
                  ) AS "t7"
                  INNER JOIN (
                    SELECT
                      "t0"."id" AS "ended_deal",
                      "t0"."close_on" AS "ended_on"
                    FROM "opportunities" AS "t0"
                  ) AS "t3"
                    ON "t7"."opportunity_id" = "t3"."ended_deal"
                ) AS "t10"
                WHERE
                  "t10"."occurred_on" <= "t10"."ended_on"
              ) AS "t11"
            ) AS "t12"
          ) AS "t14"
            ON "t9"."id" = "t14"."used_deal"
        ) AS "t15"
      ) AS "t16"
      WHERE
        "t16"."outcome" <> 'open'
    ) AS "t17"
  ) AS "t18"
  GROUP BY
    1
) AS "t19";
