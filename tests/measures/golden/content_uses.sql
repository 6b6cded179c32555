SELECT
  COUNT("t8"."t0_n") AS "t0_n",
  COUNT("t8"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t7"."id",
    "t7"."person_id",
    "t7"."occurred_on",
    "t7"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t6"."id",
      "t6"."person_id",
      "t6"."occurred_on",
      "t6"."person_id" AS "person_"
    FROM (
      SELECT
        "t5"."id",
        "t5"."person_id",
        "t5"."occurred_on"
      FROM (
        SELECT
          *
        FROM "content_uses" AS "t0"
        WHERE
          "t0"."occurred_on" <= MAKE_DATE(2026, 6, 30) AND "t0"."content_id" IS NOT NULL
      ) AS "t5"
      LEFT OUTER JOIN (
        SELECT
          "t1"."id" AS "kind_of",
          "t1"."kind" AS "content_kind"
        FROM "content" AS "t1"
      ) AS "t4"
        ON "t5"."content_id" = "t4"."kind_of"
    ) AS "t6"
  ) AS "t7"
) AS "t8";
