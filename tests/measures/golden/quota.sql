SELECT
  COUNT(DISTINCT "t29"."t0_n") AS "t0_n",
  SUM("t29"."t0_x") AS "t0_x",
  COALESCE(SUM("t29"."t0_partial"), 0) AS "t0_partial"
FROM (
  SELECT
    "t28"."person_id",
    "t28"."team_id",
    "t28"."territory_id",
    "t28"."from_on",
    "t28"."quota_minor",
    "t28"."to_on",
    "t28"."holder",
    "t28"."part_from",
    "t28"."part_to",
    "t28"."part_minor",
    "t28"."partial",
    "t28"."person_",
    "t28"."holder" || ' ' || CAST("t28"."from_on" AS TEXT) AS "t0_n",
    "t28"."part_minor" AS "t0_x",
    CAST("t28"."partial" AS BIGINT) AS "t0_partial"
  FROM (
    SELECT
      "t27"."person_id",
      "t27"."team_id",
      "t27"."territory_id",
      "t27"."from_on",
      "t27"."quota_minor",
      "t27"."to_on",
      "t27"."holder",
      "t27"."part_from",
      "t27"."part_to",
      "t27"."part_minor",
      "t27"."partial",
      "t27"."person_id" AS "person_"
    FROM (
      SELECT
        "t26"."person_id",
        "t26"."team_id",
        "t26"."territory_id",
        "t26"."from_on",
        "t26"."quota_minor",
        "t26"."to_on",
        "t26"."holder",
        "t26"."part_from",
        "t26"."part_to",
        CAST(FLOOR(
          (
            "t26"."quota_minor" * DATE_DIFF('DAY', "t26"."from_on", "t26"."part_to")
          ) / NULLIF(DATE_DIFF('DAY', "t26"."from_on", "t26"."to_on"), 0)
        ) AS BIGINT) - CAST(FLOOR(
          (
            "t26"."quota_minor" * DATE_DIFF('DAY', "t26"."from_on", "t26"."part_from")
          ) / NULLIF(DATE_DIFF('DAY', "t26"."from_on", "t26"."to_on"), 0)
        ) AS BIGINT) AS "part_minor",
        (
          "t26"."part_from" > "t26"."from_on"
        )
        OR (
          "t26"."part_to" < "t26"."to_on"
        ) AS "partial"
      FROM (
        SELECT
          "t25"."person_id",
          "t25"."team_id",
          "t25"."territory_id",
          "t25"."from_on",
          "t25"."quota_minor",
          "t25"."to_on",
          "t25"."holder",
          "t25"."part_from",
          "t25"."part_to"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t23"."person_id",
              "t23"."team_id",
              "t23"."territory_id",
              "t23"."from_on",
              "t23"."quota_minor",
              "t23"."to_on",
              "t23"."holder",
              "t23"."bucket_on",
              "t23"."bucket_end",
              GREATEST("t23"."from_on", "t23"."bucket_on") AS "part_from",
              LEAST("t23"."to_on", "t23"."bucket_end") AS "part_to"
            FROM (
              SELECT
                "t15"."person_id",
                "t15"."team_id",
                "t15"."territory_id",
                "t15"."from_on",
                "t15"."quota_minor",
                "t15"."to_on",
                "t15"."holder",
                "t11"."bucket_on",
                "t11"."bucket_end"
              FROM (
                SELECT
                  "t13"."person_id",
                  "t13"."team_id",
                  "t13"."territory_id",
                  "t13"."from_on",
                  "t13"."quota_minor",
                  "t13"."to_on",
                  "t13"."holder"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t8"."person_id",
                      "t8"."team_id",
                      "t8"."territory_id",
                      "t8"."from_on",
                      "t8"."amount_base_minor" AS "quota_minor",
                      COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                      COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                      CASE
                        WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                        THEN "t8"."person_id" IS NOT NULL
                        ELSE CASE
                          WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t8"."team_id" IS NOT NULL
                          ELSE "t8"."territory_id" IS NOT NULL
                        END
                      END AS "counts"
                    FROM (
                      SELECT
                        *
                      FROM "quotas" AS "t0"
                      WHERE
                        LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                        AND "t0"."amount_base_minor" IS NOT NULL
                    ) AS "t8"
                  ) AS "t12"
                  WHERE
                    "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                ) AS "t13"
              ) AS "t15"
              ANTI JOIN (
                SELECT
                  "t15"."holder" AS "rolled_holder",
                  "t15"."from_on" AS "rolled_from"
                FROM (
                  SELECT
                    "t13"."person_id",
                    "t13"."team_id",
                    "t13"."territory_id",
                    "t13"."from_on",
                    "t13"."quota_minor",
                    "t13"."to_on",
                    "t13"."holder"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t8"."person_id",
                        "t8"."team_id",
                        "t8"."territory_id",
                        "t8"."from_on",
                        "t8"."amount_base_minor" AS "quota_minor",
                        COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                        COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                        CASE
                          WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t8"."person_id" IS NOT NULL
                          ELSE CASE
                            WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                            THEN "t8"."team_id" IS NOT NULL
                            ELSE "t8"."territory_id" IS NOT NULL
                          END
                        END AS "counts"
                      FROM (
                        SELECT
                          *
                        FROM "quotas" AS "t0"
                        WHERE
                          LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                          AND "t0"."amount_base_minor" IS NOT NULL
                      ) AS "t8"
                    ) AS "t12"
                    WHERE
                      "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                  ) AS "t13"
                ) AS "t15"
                SEMI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t6"."lead" AS "led_by",
                      "t15"."from_on" AS "led_from",
                      "t15"."to_on" AS "led_to"
                    FROM (
                      SELECT
                        "t13"."person_id",
                        "t13"."team_id",
                        "t13"."territory_id",
                        "t13"."from_on",
                        "t13"."quota_minor",
                        "t13"."to_on",
                        "t13"."holder"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t8"."person_id",
                            "t8"."team_id",
                            "t8"."territory_id",
                            "t8"."from_on",
                            "t8"."amount_base_minor" AS "quota_minor",
                            COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                            COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                            CASE
                              WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                              THEN "t8"."person_id" IS NOT NULL
                              ELSE CASE
                                WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                                THEN "t8"."team_id" IS NOT NULL
                                ELSE "t8"."territory_id" IS NOT NULL
                              END
                            END AS "counts"
                          FROM (
                            SELECT
                              *
                            FROM "quotas" AS "t0"
                            WHERE
                              LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                              AND "t0"."amount_base_minor" IS NOT NULL
                          ) AS "t8"
                        ) AS "t12"
                        WHERE
                          "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                      ) AS "t13"
                    ) AS "t15"
                    INNER JOIN (
                      SELECT
                        "t2"."person_id" AS "report",
                        "t2"."manager_id" AS "lead",
                        "t2"."from_on" AS "since",
                        "t2"."to_on" AS "until"
                      FROM "org_history" AS "t2"
                    ) AS "t6"
                      ON "t15"."person_id" = "t6"."report"
                      AND "t6"."since" < "t15"."to_on"
                      AND (
                        (
                          "t6"."until" IS NULL
                        ) OR (
                          "t6"."until" > "t15"."from_on"
                        )
                      )
                      AND "t6"."lead" <> "t6"."report"
                  ) AS "t16"
                ) AS "t18"
                  ON "t15"."person_id" = "t18"."led_by"
                  AND "t15"."from_on" < "t18"."led_to"
                  AND "t15"."to_on" > "t18"."led_from"
                ANTI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t1"."person_id" AS "seller"
                    FROM "credits" AS "t1"
                  ) AS "t3"
                ) AS "t9"
                  ON "t15"."person_id" = "t9"."seller"
              ) AS "t20"
                ON "t15"."holder" = "t20"."rolled_holder" AND "t15"."from_on" = "t20"."rolled_from"
              ANTI JOIN (
                SELECT
                  "t15"."holder" AS "inner_holder",
                  "t15"."from_on" AS "inner_from",
                  "t15"."to_on" AS "inner_to"
                FROM (
                  SELECT
                    "t13"."person_id",
                    "t13"."team_id",
                    "t13"."territory_id",
                    "t13"."from_on",
                    "t13"."quota_minor",
                    "t13"."to_on",
                    "t13"."holder"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t8"."person_id",
                        "t8"."team_id",
                        "t8"."territory_id",
                        "t8"."from_on",
                        "t8"."amount_base_minor" AS "quota_minor",
                        COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                        COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                        CASE
                          WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                          THEN "t8"."person_id" IS NOT NULL
                          ELSE CASE
                            WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                            THEN "t8"."team_id" IS NOT NULL
                            ELSE "t8"."territory_id" IS NOT NULL
                          END
                        END AS "counts"
                      FROM (
                        SELECT
                          *
                        FROM "quotas" AS "t0"
                        WHERE
                          LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                          AND "t0"."amount_base_minor" IS NOT NULL
                      ) AS "t8"
                    ) AS "t12"
                    WHERE
                      "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                  ) AS "t13"
                ) AS "t15"
                ANTI JOIN (
                  SELECT
                    "t15"."holder" AS "rolled_holder",
                    "t15"."from_on" AS "rolled_from"
                  FROM (
                    SELECT
                      "t13"."person_id",
                      "t13"."team_id",
                      "t13"."territory_id",
                      "t13"."from_on",
                      "t13"."quota_minor",
                      "t13"."to_on",
                      "t13"."holder"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t8"."person_id",
                          "t8"."team_id",
                          "t8"."territory_id",
                          "t8"."from_on",
                          "t8"."amount_base_minor" AS "quota_minor",
                          COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                          COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                          CASE
                            WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                            THEN "t8"."person_id" IS NOT NULL
                            ELSE CASE
                              WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                              THEN "t8"."team_id" IS NOT NULL
                              ELSE "t8"."territory_id" IS NOT NULL
                            END
                          END AS "counts"
                        FROM (
                          SELECT
                            *
                          FROM "quotas" AS "t0"
                          WHERE
                            LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                            AND "t0"."amount_base_minor" IS NOT NULL
                        ) AS "t8"
                      ) AS "t12"
                      WHERE
                        "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                    ) AS "t13"
                  ) AS "t15"
                  SEMI JOIN (
                    SELECT DISTINCT
                      *
                    FROM (
                      SELECT
                        "t6"."lead" AS "led_by",
                        "t15"."from_on" AS "led_from",
                        "t15"."to_on" AS "led_to"
                      FROM (
                        SELECT
                          "t13"."person_id",
                          "t13"."team_id",
                          "t13"."territory_id",
                          "t13"."from_on",
                          "t13"."quota_minor",
                          "t13"."to_on",
                          "t13"."holder"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t8"."person_id",
                              "t8"."team_id",
                              "t8"."territory_id",
                              "t8"."from_on",
                              "t8"."amount_base_minor" AS "quota_minor",
                              COALESCE("t8"."to_on", "t8"."from_on" + INTERVAL '3' MONTH) AS "to_on",
                              COALESCE(COALESCE("t8"."person_id", "t8"."team_id"), "t8"."territory_id") AS "holder",
                              CASE
                                WHEN BOOL_OR(CAST("t8"."person_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                                THEN "t8"."person_id" IS NOT NULL
                                ELSE CASE
                                  WHEN BOOL_OR(CAST("t8"."team_id" IS NOT NULL AS BOOLEAN)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                                  THEN "t8"."team_id" IS NOT NULL
                                  ELSE "t8"."territory_id" IS NOT NULL
                                END
                              END AS "counts"
                            FROM (
                              SELECT
                                *
                              FROM "quotas" AS "t0"
                              WHERE
                                LOWER(COALESCE("t0"."measure", 'bookings')) IN ('bookings', 'revenue', 'booking', 'sales')
                                AND "t0"."amount_base_minor" IS NOT NULL
                            ) AS "t8"
                          ) AS "t12"
                          WHERE
                            "t12"."counts" AND "t12"."from_on" < "t12"."to_on"
                        ) AS "t13"
                      ) AS "t15"
                      INNER JOIN (
                        SELECT
                          "t2"."person_id" AS "report",
                          "t2"."manager_id" AS "lead",
                          "t2"."from_on" AS "since",
                          "t2"."to_on" AS "until"
                        FROM "org_history" AS "t2"
                      ) AS "t6"
                        ON "t15"."person_id" = "t6"."report"
                        AND "t6"."since" < "t15"."to_on"
                        AND (
                          (
                            "t6"."until" IS NULL
                          ) OR (
                            "t6"."until" > "t15"."from_on"
                          )
                        )
                        AND "t6"."lead" <> "t6"."report"
                    ) AS "t16"
                  ) AS "t18"
                    ON "t15"."person_id" = "t18"."led_by"
                    AND "t15"."from_on" < "t18"."led_to"
                    AND "t15"."to_on" > "t18"."led_from"
                  ANTI JOIN (
                    SELECT DISTINCT
                      *
                    FROM (
                      SELECT
                        "t1"."person_id" AS "seller"
                      FROM "credits" AS "t1"
                    ) AS "t3"
                  ) AS "t9"
                    ON "t15"."person_id" = "t9"."seller"
                ) AS "t20"
                  ON "t15"."holder" = "t20"."rolled_holder" AND "t15"."from_on" = "t20"."rolled_from"
              ) AS "t22"
                ON "t15"."holder" = "t22"."inner_holder"
                AND "t22"."inner_from" >= "t15"."from_on"
                AND "t22"."inner_to" <= "t15"."to_on"
                AND DATE_DIFF('DAY', "t22"."inner_from", "t22"."inner_to") < DATE_DIFF('DAY', "t15"."from_on", "t15"."to_on")
              CROSS JOIN (
                SELECT
                  "t5"."bucket_on",
                  COALESCE(
                    LEAD("t5"."bucket_on", 1) OVER (
                      ORDER BY "t5"."bucket_on" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(2200, 1, 1)
                  ) AS "bucket_end"
                FROM (
                  SELECT
                    UNNEST(CAST([MAKE_DATE(1900, 1, 1)] AS DATE[])) AS "bucket_on"
                ) AS "t5"
              ) AS "t11"
            ) AS "t23"
          ) AS "t24"
          WHERE
            "t24"."part_from" < "t24"."part_to"
        ) AS "t25"
      ) AS "t26"
    ) AS "t27"
  ) AS "t28"
) AS "t29";
