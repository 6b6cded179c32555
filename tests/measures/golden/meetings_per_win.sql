SELECT
  SUM(CAST("t18"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t18"."t0_n") AS "t0_n",
  SUM("t18"."t0_x") AS "t0_x",
  SUM("t18"."t0_m") AS "t0_m",
  SUM(CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t18"."t0_x" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE) * CAST("t18"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    COALESCE("t17"."person_", 'fact ' || "t17"."id") AS "cluster",
    COUNT("t17"."t0_n") AS "t0_n",
    SUM("t17"."t0_x") AS "t0_x",
    SUM("t17"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t16"."id",
      "t16"."outcome",
      "t16"."owner_id",
      "t16"."close_on",
      "t16"."meetings",
      "t16"."person_",
      1 AS "t0_n",
      "t16"."meetings" AS "t0_x",
      1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t14"."id",
          "t14"."outcome",
          "t14"."owner_id",
          "t14"."close_on",
          "t14"."meetings",
          "t14"."owner_id" AS "person_"
        FROM (
          SELECT
            "t9"."id",
            "t9"."outcome",
            "t9"."owner_id",
            "t9"."close_on",
            COALESCE("t13"."meetings", 0) AS "meetings"
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
              "t4"."close_on"
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
            ) AS "t4"
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t11"."opportunity_id" AS "met_deal",
              COUNT("t11"."id") AS "meetings"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t7"."id",
                  "t7"."kind",
                  "t7"."person_ref",
                  "t7"."person_id",
                  "t7"."account_id",
                  "t7"."opportunity_id",
                  "t7"."contact_id",
                  "t7"."occurred_at",
                  "t7"."occurred_on",
                  "t7"."occurred_zone",
                  "t7"."minutes",
                  "t7"."direction",
                  "t7"."result",
                  "t7"."subject",
                  "t7"."quality",
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
                    FROM "activities" AS "t1"
                    WHERE
                      (
                        "t1"."occurred_on" IS NULL
                      )
                      OR (
                        "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                      )
                  ) AS "t5"
                  WHERE
                    "t5"."kind" IN ('meeting', 'demo') AND "t5"."opportunity_id" IS NOT NULL
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
            GROUP BY
              1
          ) AS "t13"
            ON "t9"."id" = "t13"."met_deal"
        ) AS "t14"
      ) AS "t15"
      WHERE
        "t15"."outcome" = 'won'
    ) AS "t16"
  ) AS "t17"
  GROUP BY
    1
) AS "t18";
