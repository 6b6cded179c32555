SELECT
  COUNT("t9"."t0_n") AS "t0_n",
  COUNT("t9"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t8"."id",
    "t8"."account_id",
    "t8"."opened_on",
    "t8"."owner_id",
    "t8"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t7"."id",
      "t7"."account_id",
      "t7"."opened_on",
      "t7"."owner_id",
      "t7"."owner_id" AS "person_"
    FROM (
      SELECT
        "t6"."id",
        "t6"."account_id",
        "t6"."opened_on",
        "t3"."owner_id"
      FROM (
        SELECT
          "t4"."id",
          "t4"."account_id",
          "t4"."opened_on"
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
) AS "t9";
