SELECT
  COUNT("t9"."t0_n") AS "t0_n",
  COUNT("t9"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t8"."id",
    "t8"."published_on",
    "t8"."first_used_on",
    "t8"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t7"."id",
      "t7"."published_on",
      "t7"."first_used_on",
      CAST(NULL AS TEXT) AS "person_"
    FROM (
      SELECT
        "t4"."id",
        "t4"."published_on",
        "t6"."first_used_on"
      FROM (
        SELECT
          *
        FROM "content" AS "t0"
        WHERE
          "t0"."published_on" <= MAKE_DATE(2026, 6, 30)
      ) AS "t4"
      LEFT OUTER JOIN (
        SELECT
          "t3"."content_id" AS "used",
          MIN("t3"."occurred_on") AS "first_used_on"
        FROM (
          SELECT
            *
          FROM "content_uses" AS "t1"
          WHERE
            "t1"."occurred_on" <= MAKE_DATE(2026, 6, 30) AND "t1"."content_id" IS NOT NULL
        ) AS "t3"
        GROUP BY
          1
      ) AS "t6"
        ON "t4"."id" = "t6"."used"
    ) AS "t7"
  ) AS "t8"
) AS "t9";
