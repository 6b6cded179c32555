SELECT
  SUM("t11"."facts") AS "t0_n",
  COUNT("t11"."thing") AS "t0_x"
FROM (
  SELECT
    "t10"."t0_x" AS "thing",
    COUNT(*) AS "facts"
  FROM (
    SELECT
      "t9"."id",
      "t9"."person_id",
      "t9"."occurred_on",
      "t9"."customer_id",
      "t9"."person_",
      1 AS "t0_n",
      "t9"."customer_id" AS "t0_x"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."id",
          "t7"."person_id",
          "t7"."occurred_on",
          "t7"."customer_id",
          "t7"."person_id" AS "person_"
        FROM (
          SELECT
            "t6"."id",
            "t6"."person_id",
            "t6"."occurred_on",
            "t6"."customer_id"
          FROM (
            SELECT
              "t5"."id",
              "t5"."kind",
              "t5"."person_ref",
              "t5"."person_id",
              "t5"."account_id",
              "t5"."opportunity_id",
              "t5"."contact_id",
              "t5"."occurred_at",
              "t5"."occurred_on",
              "t5"."occurred_zone",
              "t5"."minutes",
              "t5"."direction",
              "t5"."result",
              "t5"."subject",
              "t5"."quality",
              "t5"."system",
              "t5"."load_id",
              "t5"."line",
              COALESCE("t5"."account_id", "t3"."deal_account") AS "customer_id"
            FROM (
              SELECT
                *
              FROM "activities" AS "t0"
              WHERE
                (
                  "t0"."occurred_on" IS NULL
                )
                OR (
                  "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30)
                )
            ) AS "t5"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "about_deal",
                "t1"."account_id" AS "deal_account"
              FROM "opportunities" AS "t1"
            ) AS "t3"
              ON "t5"."opportunity_id" = "t3"."about_deal"
          ) AS "t6"
        ) AS "t7"
      ) AS "t8"
      WHERE
        "t8"."customer_id" IS NOT NULL
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1
) AS "t11";
