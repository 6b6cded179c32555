WITH "t45" AS (
  SELECT
    *
  FROM (
    SELECT
      "t31"."person_id",
      "t31"."team_id",
      "t31"."territory_id",
      "t31"."from_on",
      "t31"."quota_minor",
      "t31"."to_on",
      "t31"."holder"
    FROM (
      SELECT
        "t27"."person_id",
        "t27"."team_id",
        "t27"."territory_id",
        "t27"."from_on",
        "t27"."quota_minor",
        "t27"."to_on",
        "t27"."holder"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t14"."person_id",
            "t14"."team_id",
            "t14"."territory_id",
            "t14"."from_on",
            "t14"."amount_base_minor" AS "quota_minor",
            COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
            COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
            CASE
              WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
              THEN "t14"."person_id" IS NOT NULL
              ELSE CASE
                WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                THEN "t14"."team_id" IS NOT NULL
                ELSE "t14"."territory_id" IS NOT NULL
              END
            END AS "counts"
          FROM (
            SELECT
              *
            FROM "quotas" AS "t2"
            WHERE
              LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
              AND "t2"."amount_base_minor" IS NOT NULL
          ) AS "t14"
        ) AS "t22"
        WHERE
          "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
      ) AS "t27"
    ) AS "t31"
    ANTI JOIN (
      SELECT
        "t31"."holder" AS "rolled_holder",
        "t31"."from_on" AS "rolled_from"
      FROM (
        SELECT
          "t27"."person_id",
          "t27"."team_id",
          "t27"."territory_id",
          "t27"."from_on",
          "t27"."quota_minor",
          "t27"."to_on",
          "t27"."holder"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t14"."person_id",
              "t14"."team_id",
              "t14"."territory_id",
              "t14"."from_on",
              "t14"."amount_base_minor" AS "quota_minor",
              COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
              COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
              CASE
                WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                THEN "t14"."person_id" IS NOT NULL
                ELSE CASE
                  WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                  THEN "t14"."team_id" IS NOT NULL
                  ELSE "t14"."territory_id" IS NOT NULL
                END
              END AS "counts"
            FROM (
              SELECT
                *
              FROM "quotas" AS "t2"
              WHERE
                LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                AND "t2"."amount_base_minor" IS NOT NULL
            ) AS "t14"
          ) AS "t22"
          WHERE
            "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
        ) AS "t27"
      ) AS "t31"
      SEMI JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t9"."lead" AS "led_by",
            "t31"."from_on" AS "led_from",
            "t31"."to_on" AS "led_to"
          FROM (
            SELECT
              "t27"."person_id",
              "t27"."team_id",
              "t27"."territory_id",
              "t27"."from_on",
              "t27"."quota_minor",
              "t27"."to_on",
              "t27"."holder"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t14"."person_id",
                  "t14"."team_id",
                  "t14"."territory_id",
                  "t14"."from_on",
                  "t14"."amount_base_minor" AS "quota_minor",
                  COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                  COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
                  CASE
                    WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                    THEN "t14"."person_id" IS NOT NULL
                    ELSE CASE
                      WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                      THEN "t14"."team_id" IS NOT NULL
                      ELSE "t14"."territory_id" IS NOT NULL
                    END
                  END AS "counts"
                FROM (
                  SELECT
                    *
                  FROM "quotas" AS "t2"
                  WHERE
                    LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                    AND "t2"."amount_base_minor" IS NOT NULL
                ) AS "t14"
              ) AS "t22"
              WHERE
                "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
            ) AS "t27"
          ) AS "t31"
          INNER JOIN (
            SELECT
              "t4"."person_id" AS "report",
              "t4"."manager_id" AS "lead",
              "t4"."from_on" AS "since",
              "t4"."to_on" AS "until"
            FROM "org_history" AS "t4"
          ) AS "t9"
            ON "t31"."person_id" = "t9"."report"
            AND "t9"."since" < "t31"."to_on"
            AND (
              (
                "t9"."until" IS NULL
              ) OR (
                "t9"."until" > "t31"."from_on"
              )
            )
            AND "t9"."lead" <> "t9"."report"
        ) AS "t34"
      ) AS "t36"
        ON "t31"."person_id" = "t36"."led_by"
        AND "t31"."from_on" < "t36"."led_to"
        AND "t31"."to_on" > "t36"."led_from"
      ANTI JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t3"."person_id" AS "seller"
          FROM "credits" AS "t3"
        ) AS "t6"
      ) AS "t15"
        ON "t31"."person_id" = "t15"."seller"
    ) AS "t40"
      ON "t31"."holder" = "t40"."rolled_holder" AND "t31"."from_on" = "t40"."rolled_from"
    ANTI JOIN (
      SELECT
        "t31"."holder" AS "inner_holder",
        "t31"."from_on" AS "inner_from",
        "t31"."to_on" AS "inner_to"
      FROM (
        SELECT
          "t27"."person_id",
          "t27"."team_id",
          "t27"."territory_id",
          "t27"."from_on",
          "t27"."quota_minor",
          "t27"."to_on",
          "t27"."holder"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t14"."person_id",
              "t14"."team_id",
              "t14"."territory_id",
              "t14"."from_on",
              "t14"."amount_base_minor" AS "quota_minor",
              COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
              COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
              CASE
                WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                THEN "t14"."person_id" IS NOT NULL
                ELSE CASE
                  WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                  THEN "t14"."team_id" IS NOT NULL
                  ELSE "t14"."territory_id" IS NOT NULL
                END
              END AS "counts"
            FROM (
              SELECT
                *
              FROM "quotas" AS "t2"
              WHERE
                LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                AND "t2"."amount_base_minor" IS NOT NULL
            ) AS "t14"
          ) AS "t22"
          WHERE
            "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
        ) AS "t27"
      ) AS "t31"
      ANTI JOIN (
        SELECT
          "t31"."holder" AS "rolled_holder",
          "t31"."from_on" AS "rolled_from"
        FROM (
          SELECT
            "t27"."person_id",
            "t27"."team_id",
            "t27"."territory_id",
            "t27"."from_on",
            "t27"."quota_minor",
            "t27"."to_on",
            "t27"."holder"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t14"."person_id",
                "t14"."team_id",
                "t14"."territory_id",
                "t14"."from_on",
                "t14"."amount_base_minor" AS "quota_minor",
                COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
                CASE
                  WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                  THEN "t14"."person_id" IS NOT NULL
                  ELSE CASE
                    WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                    THEN "t14"."team_id" IS NOT NULL
                    ELSE "t14"."territory_id" IS NOT NULL
                  END
                END AS "counts"
              FROM (
                SELECT
                  *
                FROM "quotas" AS "t2"
                WHERE
                  LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                  AND "t2"."amount_base_minor" IS NOT NULL
              ) AS "t14"
            ) AS "t22"
            WHERE
              "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
          ) AS "t27"
        ) AS "t31"
        SEMI JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t9"."lead" AS "led_by",
              "t31"."from_on" AS "led_from",
              "t31"."to_on" AS "led_to"
            FROM (
              SELECT
                "t27"."person_id",
                "t27"."team_id",
                "t27"."territory_id",
                "t27"."from_on",
                "t27"."quota_minor",
                "t27"."to_on",
                "t27"."holder"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t14"."person_id",
                    "t14"."team_id",
                    "t14"."territory_id",
                    "t14"."from_on",
                    "t14"."amount_base_minor" AS "quota_minor",
                    COALESCE("t14"."to_on", "t14"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                    COALESCE(COALESCE("t14"."person_id", "t14"."team_id"), "t14"."territory_id") AS "holder",
                    CASE
                      WHEN BOOL_OR(CAST("t14"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                      THEN "t14"."person_id" IS NOT NULL
                      ELSE CASE
                        WHEN BOOL_OR(CAST("t14"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                        THEN "t14"."team_id" IS NOT NULL
                        ELSE "t14"."territory_id" IS NOT NULL
                      END
                    END AS "counts"
                  FROM (
                    SELECT
                      *
                    FROM "quotas" AS "t2"
                    WHERE
                      LOWER(COALESCE("t2"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                      AND "t2"."amount_base_minor" IS NOT NULL
                  ) AS "t14"
                ) AS "t22"
                WHERE
                  "t22"."counts" AND "t22"."from_on" < "t22"."to_on"
              ) AS "t27"
            ) AS "t31"
            INNER JOIN (
              SELECT
                "t4"."person_id" AS "report",
                "t4"."manager_id" AS "lead",
                "t4"."from_on" AS "since",
                "t4"."to_on" AS "until"
              FROM "org_history" AS "t4"
            ) AS "t9"
              ON "t31"."person_id" = "t9"."report"
              AND "t9"."since" < "t31"."to_on"
              AND (
                (
                  "t9"."until" IS NULL
                ) OR (
                  "t9"."until" > "t31"."from_on"
                )
              )
              AND "t9"."lead" <> "t9"."report"
          ) AS "t34"
        ) AS "t36"
          ON "t31"."person_id" = "t36"."led_by"
          AND "t31"."from_on" < "t36"."led_to"
          AND "t31"."to_on" > "t36"."led_from"
        ANTI JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t3"."person_id" AS "seller"
            FROM "credits" AS "t3"
          ) AS "t6"
        ) AS "t15"
          ON "t31"."person_id" = "t15"."seller"
      ) AS "t40"
        ON "t31"."holder" = "t40"."rolled_holder" AND "t31"."from_on" = "t40"."rolled_from"
    ) AS "t43"
      ON "t31"."holder" = "t43"."inner_holder"
      AND "t43"."inner_from" >= "t31"."from_on"
      AND "t43"."inner_to" <= "t31"."to_on"
      AND DATE_DIFF('DAY', "t43"."inner_from", "t43"."inner_to") < DATE_DIFF('DAY', "t31"."from_on", "t31"."to_on")
  ) AS "t44"
  WHERE
    "t44"."person_id" IS NOT NULL AND "t44"."from_on" <= MAKE_DATE(2026, 6, 30)
)
SELECT
  "t59"."days",
  COUNT(*) AS "n",
  SUM(CAST("t59"."first" AS BIGINT)) AS "first",
  SUM(CAST("t59"."second" AS BIGINT)) AS "second",
  SUM(CAST(NOT (
    "t59"."first" OR "t59"."second"
  ) AS BIGINT)) AS "censored",
  COALESCE(SUM("t59"."left_first"), 0) AS "left_first"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t57"."person_id",
      "t57"."hired_on",
      "t57"."left_on",
      "t57"."ramped_on",
      "t57"."person_",
      DATE_DIFF('DAY', "t57"."hired_on", COALESCE("t57"."ramped_on", MAKE_DATE(2026, 6, 30))) AS "days",
      "t57"."ramped_on" IS NOT NULL AS "first",
      FALSE AND NOT (
        "t57"."ramped_on" IS NOT NULL
      ) AS "second",
      CAST((
        "t57"."ramped_on" IS NULL
      )
      AND COALESCE("t57"."left_on" <= MAKE_DATE(2026, 6, 30), FALSE) AS BIGINT) AS "left_first"
    FROM (
      SELECT
        "t56"."person_id",
        "t56"."hired_on",
        "t56"."left_on",
        "t56"."ramped_on",
        "t56"."person_id" AS "person_"
      FROM (
        SELECT
          "t28"."person_id",
          "t28"."hired_on",
          "t28"."left_on",
          "t55"."ramped_on"
        FROM (
          SELECT
            "t24"."person_id",
            "t24"."hired_on",
            "t24"."left_on"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t8"."person_id",
                "t8"."hired_on",
                "t8"."left_on",
                "t18"."first_on"
              FROM (
                SELECT
                  "t0"."id" AS "person_id",
                  "t0"."hired_on",
                  "t0"."left_on"
                FROM "people" AS "t0"
              ) AS "t8"
              CROSS JOIN (
                SELECT
                  MIN("t11"."close_on") AS "first_on"
                FROM (
                  SELECT
                    *
                  FROM "opportunities" AS "t1"
                  WHERE
                    "t1"."outcome" = 'won'
                    AND "t1"."close_on" <= MAKE_DATE(2026, 6, 30)
                    AND (
                      (
                        "t1"."created_on" IS NULL
                      ) OR (
                        "t1"."close_on" >= "t1"."created_on"
                      )
                    )
                ) AS "t11"
              ) AS "t18"
            ) AS "t20"
            WHERE
              "t20"."hired_on" >= "t20"."first_on"
              AND "t20"."hired_on" <= MAKE_DATE(2026, 6, 30)
          ) AS "t24"
        ) AS "t28"
        SEMI JOIN "t45" AS "t47"
          ON "t28"."person_id" = "t47"."person_id"
        LEFT OUTER JOIN (
          SELECT
            "t53"."ramped_by",
            MIN("t53"."ramped_on") AS "ramped_on"
          FROM (
            SELECT
              "t52"."person_id" AS "ramped_by",
              "t52"."won_on" AS "ramped_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t50"."person_id",
                  "t50"."from_on",
                  "t50"."quota_minor",
                  "t50"."won_on",
                  "t50"."won_minor",
                  SUM("t50"."won_minor") OVER (
                    PARTITION BY "t50"."person_id", "t50"."from_on"
                    ORDER BY "t50"."won_on" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  ) AS "so_far"
                FROM (
                  SELECT
                    "t49"."person_id",
                    "t49"."from_on",
                    "t49"."quota_minor",
                    "t49"."won_on",
                    SUM("t49"."won_minor") AS "won_minor"
                  FROM (
                    SELECT
                      "t48"."person_id",
                      "t48"."team_id",
                      "t48"."territory_id",
                      "t48"."from_on",
                      "t48"."quota_minor",
                      "t48"."to_on",
                      "t48"."holder",
                      "t41"."won_by",
                      "t41"."won_on",
                      "t41"."won_minor"
                    FROM "t45" AS "t48"
                    INNER JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t33"."credited_id" AS "won_by",
                          "t33"."happened_on" AS "won_on",
                          CAST(ROUND("t33"."amount_base_minor" * "t33"."share_to", 0) AS BIGINT) - CAST(ROUND("t33"."amount_base_minor" * "t33"."share_from", 0) AS BIGINT) AS "won_minor"
                        FROM (
                          SELECT
                            "t32"."id",
                            "t32"."outcome",
                            "t32"."close_on",
                            "t32"."amount_base_minor",
                            "t32"."credited_id",
                            "t32"."share_to",
                            "t32"."share_from",
                            "t32"."close_on" AS "happened_on"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t21"."id",
                                "t21"."outcome",
                                "t21"."close_on",
                                "t21"."amount_base_minor",
                                "t25"."credited_id",
                                COALESCE("t25"."share_to", 1.0) AS "share_to",
                                COALESCE("t25"."share_from", 0.0) AS "share_from"
                              FROM (
                                SELECT
                                  "t10"."id",
                                  CASE
                                    WHEN (
                                      "t10"."outcome" <> 'open'
                                    )
                                    AND COALESCE("t10"."close_on" > MAKE_DATE(2026, 6, 30), FALSE)
                                    THEN 'open'
                                    ELSE "t10"."outcome"
                                  END AS "outcome",
                                  "t10"."close_on",
                                  "t10"."amount_base_minor"
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
                                ) AS "t10"
                              ) AS "t21"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t17"."opportunity_id" AS "credit_of",
                                  "t17"."person_id" AS "credited_id",
                                  SUM("t17"."part") OVER (
                                    PARTITION BY "t17"."opportunity_id"
                                    ORDER BY "t17"."person_id" ASC
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                  ) AS "share_to",
                                  SUM("t17"."part") OVER (
                                    PARTITION BY "t17"."opportunity_id"
                                    ORDER BY "t17"."person_id" ASC
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                  ) - "t17"."part" AS "share_from"
                                FROM (
                                  SELECT
                                    "t13"."opportunity_id",
                                    "t13"."person_id",
                                    SUM("t13"."part") AS "part"
                                  FROM (
                                    SELECT
                                      *
                                    FROM "credits" AS "t3"
                                    WHERE
                                      COALESCE("t3"."kind", 'revenue') <> 'overlay'
                                  ) AS "t13"
                                  GROUP BY
                                    1,
                                    2
                                ) AS "t17"
                              ) AS "t25"
                                ON "t21"."id" = "t25"."credit_of"
                            ) AS "t30"
                            WHERE
                              "t30"."outcome" = 'won' AND "t30"."credited_id" IS NOT NULL
                          ) AS "t32"
                        ) AS "t33"
                      ) AS "t37"
                      WHERE
                        "t37"."won_minor" IS NOT NULL
                    ) AS "t41"
                      ON "t48"."person_id" = "t41"."won_by"
                      AND "t41"."won_on" >= "t48"."from_on"
                      AND "t41"."won_on" < "t48"."to_on"
                  ) AS "t49"
                  GROUP BY
                    1,
                    2,
                    3,
                    4
                ) AS "t50"
              ) AS "t51"
              WHERE
                "t51"."quota_minor" > 0 AND "t51"."so_far" >= (
                  "t51"."quota_minor" * 0.75
                )
            ) AS "t52"
          ) AS "t53"
          GROUP BY
            1
        ) AS "t55"
          ON "t28"."person_id" = "t55"."ramped_by"
      ) AS "t56"
    ) AS "t57"
  ) AS "t58"
  WHERE
    "t58"."days" IS NOT NULL
) AS "t59"
GROUP BY
  1;
