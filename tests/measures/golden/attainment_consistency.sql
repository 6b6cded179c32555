WITH "t41" AS (
  SELECT
    *
  FROM (
    SELECT
      "t39"."person_id",
      "t39"."team_id",
      "t39"."territory_id",
      "t39"."from_on",
      "t39"."quota_minor",
      "t39"."to_on",
      "t39"."holder",
      "t39"."part_from",
      "t39"."part_to",
      CAST(FLOOR(
        (
          "t39"."quota_minor" * DATE_DIFF('DAY', "t39"."from_on", "t39"."part_to")
        ) / NULLIF(DATE_DIFF('DAY', "t39"."from_on", "t39"."to_on"), 0)
      ) AS BIGINT) - CAST(FLOOR(
        (
          "t39"."quota_minor" * DATE_DIFF('DAY', "t39"."from_on", "t39"."part_from")
        ) / NULLIF(DATE_DIFF('DAY', "t39"."from_on", "t39"."to_on"), 0)
      ) AS BIGINT) AS "part_minor",
      (
        "t39"."part_from" > "t39"."from_on"
      )
      OR (
        "t39"."part_to" < "t39"."to_on"
      ) AS "partial"
    FROM (
      SELECT
        "t38"."person_id",
        "t38"."team_id",
        "t38"."territory_id",
        "t38"."from_on",
        "t38"."quota_minor",
        "t38"."to_on",
        "t38"."holder",
        "t38"."part_from",
        "t38"."part_to"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t36"."person_id",
            "t36"."team_id",
            "t36"."territory_id",
            "t36"."from_on",
            "t36"."quota_minor",
            "t36"."to_on",
            "t36"."holder",
            "t36"."bucket_on",
            "t36"."bucket_end",
            GREATEST("t36"."from_on", "t36"."bucket_on") AS "part_from",
            LEAST("t36"."to_on", "t36"."bucket_end") AS "part_to"
          FROM (
            SELECT
              "t24"."person_id",
              "t24"."team_id",
              "t24"."territory_id",
              "t24"."from_on",
              "t24"."quota_minor",
              "t24"."to_on",
              "t24"."holder",
              "t15"."bucket_on",
              "t15"."bucket_end"
            FROM (
              SELECT
                "t21"."person_id",
                "t21"."team_id",
                "t21"."territory_id",
                "t21"."from_on",
                "t21"."quota_minor",
                "t21"."to_on",
                "t21"."holder"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t11"."person_id",
                    "t11"."team_id",
                    "t11"."territory_id",
                    "t11"."from_on",
                    "t11"."amount_base_minor" AS "quota_minor",
                    COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                    COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                    CASE
                      WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                      THEN "t11"."person_id" IS NOT NULL
                      ELSE CASE
                        WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                        THEN "t11"."team_id" IS NOT NULL
                        ELSE "t11"."territory_id" IS NOT NULL
                      END
                    END AS "counts"
                  FROM (
                    SELECT
                      *
                    FROM "quotas" AS "t0"
                    WHERE
                      LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                      AND "t0"."amount_base_minor" IS NOT NULL
                  ) AS "t11"
                ) AS "t18"
                WHERE
                  "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
              ) AS "t21"
            ) AS "t24"
            ANTI JOIN (
              SELECT
                "t24"."holder" AS "rolled_holder",
                "t24"."from_on" AS "rolled_from"
              FROM (
                SELECT
                  "t21"."person_id",
                  "t21"."team_id",
                  "t21"."territory_id",
                  "t21"."from_on",
                  "t21"."quota_minor",
                  "t21"."to_on",
                  "t21"."holder"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t11"."person_id",
                      "t11"."team_id",
                      "t11"."territory_id",
                      "t11"."from_on",
                      "t11"."amount_base_minor" AS "quota_minor",
                      COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                      COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                      CASE
                        WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                        THEN "t11"."person_id" IS NOT NULL
                        ELSE CASE
                          WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t11"."team_id" IS NOT NULL
                          ELSE "t11"."territory_id" IS NOT NULL
                        END
                      END AS "counts"
                    FROM (
                      SELECT
                        *
                      FROM "quotas" AS "t0"
                      WHERE
                        LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                        AND "t0"."amount_base_minor" IS NOT NULL
                    ) AS "t11"
                  ) AS "t18"
                  WHERE
                    "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
                ) AS "t21"
              ) AS "t24"
              SEMI JOIN (
                SELECT DISTINCT
                  *
                FROM (
                  SELECT
                    "t7"."lead" AS "led_by",
                    "t24"."from_on" AS "led_from",
                    "t24"."to_on" AS "led_to"
                  FROM (
                    SELECT
                      "t21"."person_id",
                      "t21"."team_id",
                      "t21"."territory_id",
                      "t21"."from_on",
                      "t21"."quota_minor",
                      "t21"."to_on",
                      "t21"."holder"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t11"."person_id",
                          "t11"."team_id",
                          "t11"."territory_id",
                          "t11"."from_on",
                          "t11"."amount_base_minor" AS "quota_minor",
                          COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                          COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                          CASE
                            WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                            THEN "t11"."person_id" IS NOT NULL
                            ELSE CASE
                              WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                              THEN "t11"."team_id" IS NOT NULL
                              ELSE "t11"."territory_id" IS NOT NULL
                            END
                          END AS "counts"
                        FROM (
                          SELECT
                            *
                          FROM "quotas" AS "t0"
                          WHERE
                            LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                            AND "t0"."amount_base_minor" IS NOT NULL
                        ) AS "t11"
                      ) AS "t18"
                      WHERE
                        "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
                    ) AS "t21"
                  ) AS "t24"
                  INNER JOIN (
                    SELECT
                      "t3"."person_id" AS "report",
                      "t3"."manager_id" AS "lead",
                      "t3"."from_on" AS "since",
                      "t3"."to_on" AS "until"
                    FROM "org_history" AS "t3"
                  ) AS "t7"
                    ON "t24"."person_id" = "t7"."report"
                    AND "t7"."since" < "t24"."to_on"
                    AND (
                      (
                        "t7"."until" IS NULL
                      ) OR (
                        "t7"."until" > "t24"."from_on"
                      )
                    )
                    AND "t7"."lead" <> "t7"."report"
                ) AS "t27"
              ) AS "t29"
                ON "t24"."person_id" = "t29"."led_by"
                AND "t24"."from_on" < "t29"."led_to"
                AND "t24"."to_on" > "t29"."led_from"
              ANTI JOIN (
                SELECT DISTINCT
                  *
                FROM (
                  SELECT
                    "t2"."person_id" AS "seller"
                  FROM "credits" AS "t2"
                ) AS "t4"
              ) AS "t12"
                ON "t24"."person_id" = "t12"."seller"
            ) AS "t33"
              ON "t24"."holder" = "t33"."rolled_holder" AND "t24"."from_on" = "t33"."rolled_from"
            ANTI JOIN (
              SELECT
                "t24"."holder" AS "inner_holder",
                "t24"."from_on" AS "inner_from",
                "t24"."to_on" AS "inner_to"
              FROM (
                SELECT
                  "t21"."person_id",
                  "t21"."team_id",
                  "t21"."territory_id",
                  "t21"."from_on",
                  "t21"."quota_minor",
                  "t21"."to_on",
                  "t21"."holder"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t11"."person_id",
                      "t11"."team_id",
                      "t11"."territory_id",
                      "t11"."from_on",
                      "t11"."amount_base_minor" AS "quota_minor",
                      COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                      COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                      CASE
                        WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                        THEN "t11"."person_id" IS NOT NULL
                        ELSE CASE
                          WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t11"."team_id" IS NOT NULL
                          ELSE "t11"."territory_id" IS NOT NULL
                        END
                      END AS "counts"
                    FROM (
                      SELECT
                        *
                      FROM "quotas" AS "t0"
                      WHERE
                        LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                        AND "t0"."amount_base_minor" IS NOT NULL
                    ) AS "t11"
                  ) AS "t18"
                  WHERE
                    "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
                ) AS "t21"
              ) AS "t24"
              ANTI JOIN (
                SELECT
                  "t24"."holder" AS "rolled_holder",
                  "t24"."from_on" AS "rolled_from"
                FROM (
                  SELECT
                    "t21"."person_id",
                    "t21"."team_id",
                    "t21"."territory_id",
                    "t21"."from_on",
                    "t21"."quota_minor",
                    "t21"."to_on",
                    "t21"."holder"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t11"."person_id",
                        "t11"."team_id",
                        "t11"."territory_id",
                        "t11"."from_on",
                        "t11"."amount_base_minor" AS "quota_minor",
                        COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                        COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                        CASE
                          WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t11"."person_id" IS NOT NULL
                          ELSE CASE
                            WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                            THEN "t11"."team_id" IS NOT NULL
                            ELSE "t11"."territory_id" IS NOT NULL
                          END
                        END AS "counts"
                      FROM (
                        SELECT
                          *
                        FROM "quotas" AS "t0"
                        WHERE
                          LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                          AND "t0"."amount_base_minor" IS NOT NULL
                      ) AS "t11"
                    ) AS "t18"
                    WHERE
                      "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
                  ) AS "t21"
                ) AS "t24"
                SEMI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t7"."lead" AS "led_by",
                      "t24"."from_on" AS "led_from",
                      "t24"."to_on" AS "led_to"
                    FROM (
                      SELECT
                        "t21"."person_id",
                        "t21"."team_id",
                        "t21"."territory_id",
                        "t21"."from_on",
                        "t21"."quota_minor",
                        "t21"."to_on",
                        "t21"."holder"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t11"."person_id",
                            "t11"."team_id",
                            "t11"."territory_id",
                            "t11"."from_on",
                            "t11"."amount_base_minor" AS "quota_minor",
                            COALESCE("t11"."to_on", "t11"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                            COALESCE(COALESCE("t11"."person_id", "t11"."team_id"), "t11"."territory_id") AS "holder",
                            CASE
                              WHEN BOOL_OR(CAST("t11"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                              THEN "t11"."person_id" IS NOT NULL
                              ELSE CASE
                                WHEN BOOL_OR(CAST("t11"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                                THEN "t11"."team_id" IS NOT NULL
                                ELSE "t11"."territory_id" IS NOT NULL
                              END
                            END AS "counts"
                          FROM (
                            SELECT
                              *
                            FROM "quotas" AS "t0"
                            WHERE
                              LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                              AND "t0"."amount_base_minor" IS NOT NULL
                          ) AS "t11"
                        ) AS "t18"
                        WHERE
                          "t18"."counts" AND "t18"."from_on" < "t18"."to_on"
                      ) AS "t21"
                    ) AS "t24"
                    INNER JOIN (
                      SELECT
                        "t3"."person_id" AS "report",
                        "t3"."manager_id" AS "lead",
                        "t3"."from_on" AS "since",
                        "t3"."to_on" AS "until"
                      FROM "org_history" AS "t3"
                    ) AS "t7"
                      ON "t24"."person_id" = "t7"."report"
                      AND "t7"."since" < "t24"."to_on"
                      AND (
                        (
                          "t7"."until" IS NULL
                        ) OR (
                          "t7"."until" > "t24"."from_on"
                        )
                      )
                      AND "t7"."lead" <> "t7"."report"
                  ) AS "t27"
                ) AS "t29"
                  ON "t24"."person_id" = "t29"."led_by"
                  AND "t24"."from_on" < "t29"."led_to"
                  AND "t24"."to_on" > "t29"."led_from"
                ANTI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t2"."person_id" AS "seller"
                    FROM "credits" AS "t2"
                  ) AS "t4"
                ) AS "t12"
                  ON "t24"."person_id" = "t12"."seller"
              ) AS "t33"
                ON "t24"."holder" = "t33"."rolled_holder" AND "t24"."from_on" = "t33"."rolled_from"
            ) AS "t35"
              ON "t24"."holder" = "t35"."inner_holder"
              AND "t35"."inner_from" >= "t24"."from_on"
              AND "t35"."inner_to" <= "t24"."to_on"
              AND DATE_DIFF('DAY', "t35"."inner_from", "t35"."inner_to") < DATE_DIFF('DAY', "t24"."from_on", "t24"."to_on")
            CROSS JOIN (
              SELECT
                "t6"."bucket_on",
                COALESCE(
                  LEAD("t6"."bucket_on", 1) OVER (
                    ORDER BY "t6"."bucket_on" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ),
                  MAKE_DATE(2200, 1, 1)
                ) AS "bucket_end"
              FROM (
                SELECT
                  UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
              ) AS "t6"
            ) AS "t15"
          ) AS "t36"
        ) AS "t37"
        WHERE
          "t37"."part_from" < "t37"."part_to"
      ) AS "t38"
    ) AS "t39"
  ) AS "t40"
  WHERE
    "t40"."person_id" IS NOT NULL AND "t40"."part_from" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  SUM(CAST("t59"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t59"."t0_n") AS "t0_n",
  SUM("t59"."t0_x") AS "t0_x",
  SUM("t59"."t0_m") AS "t0_m",
  SUM("t59"."t0_x" * "t59"."t0_x") AS "t0_xx",
  SUM("t59"."t0_x" * CAST("t59"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t59"."t0_m" AS DOUBLE) * CAST("t59"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM("t59"."t0_x" * "t59"."t0_x" * "t59"."t0_x") AS "t0_xxx",
  SUM("t59"."t0_x" * "t59"."t0_x" * CAST("t59"."t0_m" AS DOUBLE)) AS "t0_xxm",
  SUM("t59"."t0_x" * CAST("t59"."t0_m" AS DOUBLE) * CAST("t59"."t0_m" AS DOUBLE)) AS "t0_xmm",
  SUM(
    CAST("t59"."t0_m" AS DOUBLE) * CAST("t59"."t0_m" AS DOUBLE) * CAST("t59"."t0_m" AS DOUBLE)
  ) AS "t0_mmm"
FROM (
  SELECT
    "t58"."person_id" AS "cluster",
    COUNT("t58"."t0_n") AS "t0_n",
    SUM("t58"."t0_x") AS "t0_x",
    SUM("t58"."t0_m") AS "t0_m"
  FROM (
    SELECT
      "t57"."person_",
      "t57"."person_id",
      "t57"."quotas",
      "t57"."total",
      "t57"."raw",
      "t57"."squares",
      1 AS "t0_n",
      "t57"."squares" AS "t0_x",
      "t57"."quotas" - 1 AS "t0_m"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t55"."person_",
          "t55"."person_id",
          "t55"."quotas",
          "t55"."total",
          "t55"."raw",
          CASE
            WHEN (
              "t55"."raw" - (
                (
                  "t55"."total" * "t55"."total"
                ) / CAST("t55"."quotas" AS DOUBLE)
              )
            ) > 1e-12
            THEN "t55"."raw" - (
              (
                "t55"."total" * "t55"."total"
              ) / CAST("t55"."quotas" AS DOUBLE)
            )
            ELSE 0.0
          END AS "squares"
        FROM (
          SELECT
            "t54"."person_",
            "t54"."person_id",
            COUNT(*) AS "quotas",
            SUM("t54"."share") AS "total",
            SUM("t54"."square") AS "raw"
          FROM (
            SELECT
              "t53"."person_id",
              "t53"."team_id",
              "t53"."territory_id",
              "t53"."from_on",
              "t53"."quota_minor",
              "t53"."to_on",
              "t53"."holder",
              "t53"."part_from",
              "t53"."part_to",
              "t53"."part_minor",
              "t53"."partial",
              "t53"."booked_minor",
              "t53"."person_",
              "t53"."booked_minor" / CAST("t53"."part_minor" AS DOUBLE) AS "share",
              (
                "t53"."booked_minor" / CAST("t53"."part_minor" AS DOUBLE)
              ) * (
                "t53"."booked_minor" / CAST("t53"."part_minor" AS DOUBLE)
              ) AS "square"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t51"."person_id",
                  "t51"."team_id",
                  "t51"."territory_id",
                  "t51"."from_on",
                  "t51"."quota_minor",
                  "t51"."to_on",
                  "t51"."holder",
                  "t51"."part_from",
                  "t51"."part_to",
                  "t51"."part_minor",
                  "t51"."partial",
                  "t51"."booked_minor",
                  "t51"."person_id" AS "person_"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t49"."person_id",
                      "t49"."team_id",
                      "t49"."territory_id",
                      "t49"."from_on",
                      "t49"."quota_minor",
                      "t49"."to_on",
                      "t49"."holder",
                      "t49"."part_from",
                      "t49"."part_to",
                      "t49"."part_minor",
                      "t49"."partial",
                      COALESCE("t49"."booked_minor", 0) AS "booked_minor"
                    FROM (
                      SELECT
                        "t43"."person_id",
                        "t43"."team_id",
                        "t43"."territory_id",
                        "t43"."from_on",
                        "t43"."quota_minor",
                        "t43"."to_on",
                        "t43"."holder",
                        "t43"."part_from",
                        "t43"."part_to",
                        "t43"."part_minor",
                        "t43"."partial",
                        "t48"."booked_minor"
                      FROM "t41" AS "t43"
                      LEFT OUTER JOIN (
                        SELECT
                          "t46"."key_person",
                          "t46"."key_from",
                          SUM("t46"."won_minor") AS "booked_minor"
                        FROM (
                          SELECT
                            "t45"."key_person",
                            "t45"."key_from",
                            "t45"."key_to",
                            "t31"."won_by",
                            "t31"."won_on",
                            "t31"."won_minor"
                          FROM (
                            SELECT
                              "t42"."person_id" AS "key_person",
                              "t42"."part_from" AS "key_from",
                              "t42"."part_to" AS "key_to"
                            FROM "t41" AS "t42"
                          ) AS "t45"
                          INNER JOIN (
                            SELECT
                              "t26"."credited_id" AS "won_by",
                              "t26"."happened_on" AS "won_on",
                              CAST(ROUND("t26"."amount_base_minor" * "t26"."share_to", 0) AS BIGINT) - CAST(ROUND("t26"."amount_base_minor" * "t26"."share_from", 0) AS BIGINT) AS "won_minor"
                            FROM (
                              SELECT
                                "t25"."id",
                                "t25"."outcome",
                                "t25"."close_on",
                                "t25"."amount_base_minor",
                                "t25"."credited_id",
                                "t25"."share_to",
                                "t25"."share_from",
                                "t25"."close_on" AS "happened_on"
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t17"."id",
                                    "t17"."outcome",
                                    "t17"."close_on",
                                    "t17"."amount_base_minor",
                                    "t20"."credited_id",
                                    COALESCE("t20"."share_to", 1.0) AS "share_to",
                                    COALESCE("t20"."share_from", 0.0) AS "share_from"
                                  FROM (
                                    SELECT
                                      "t8"."id",
                                      CASE
                                        WHEN (
                                          "t8"."outcome" <> 'open'
                                        )
                                        AND COALESCE("t8"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                                        THEN 'open'
                                        ELSE "t8"."outcome"
                                      END AS "outcome",
                                      "t8"."close_on",
                                      "t8"."amount_base_minor"
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
                                    ) AS "t8"
                                  ) AS "t17"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t13"."opportunity_id" AS "credit_of",
                                      "t13"."person_id" AS "credited_id",
                                      SUM("t13"."part") OVER (
                                        PARTITION BY "t13"."opportunity_id"
                                        ORDER BY "t13"."person_id" ASC
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                      ) AS "share_to",
                                      SUM("t13"."part") OVER (
                                        PARTITION BY "t13"."opportunity_id"
                                        ORDER BY "t13"."person_id" ASC
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                      ) - "t13"."part" AS "share_from"
                                    FROM (
                                      SELECT
                                        "t10"."opportunity_id",
                                        "t10"."person_id",
                                        SUM("t10"."part") AS "part"
                                      FROM (
                                        SELECT
                                          *
                                        FROM "credits" AS "t2"
                                        WHERE
                                          COALESCE("t2"."kind", 'revenue') <> 'overlay'
                                      ) AS "t10"
                                      GROUP BY
                                        1,
                                        2
                                    ) AS "t13"
                                  ) AS "t20"
                                    ON "t17"."id" = "t20"."credit_of"
                                ) AS "t23"
                                WHERE
                                  "t23"."outcome" = 'won' AND "t23"."credited_id" IS NOT NULL
                              ) AS "t25"
                            ) AS "t26"
                          ) AS "t31"
                            ON "t45"."key_person" = "t31"."won_by"
                            AND "t31"."won_on" >= "t45"."key_from"
                            AND "t31"."won_on" < "t45"."key_to"
                        ) AS "t46"
                        GROUP BY
                          1,
                          2
                      ) AS "t48"
                        ON "t43"."person_id" = "t48"."key_person" AND "t43"."part_from" = "t48"."key_from"
                    ) AS "t49"
                  ) AS "t50"
                  WHERE
                    "t50"."part_to" <= MAKE_DATE(2026, 7, 1)
                ) AS "t51"
              ) AS "t52"
              WHERE
                NOT (
                  "t52"."partial"
                ) AND "t52"."part_minor" > 0
            ) AS "t53"
          ) AS "t54"
          GROUP BY
            1,
            2
        ) AS "t55"
      ) AS "t56"
      WHERE
        "t56"."quotas" > 1
    ) AS "t57"
  ) AS "t58"
  GROUP BY
    1
) AS "t59";
