SELECT
  COUNT(*) AS "n",
  COUNT(*) AS "x"
FROM (
  SELECT
    "t2"."id",
    "t2"."person_id",
    "t2"."occurred_on",
    "t2"."kind",
    "t2"."person_id" AS "person_"
  FROM (
    SELECT
      "t1"."id",
      "t1"."person_id",
      "t1"."occurred_on",
      "t1"."kind"
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
    ) AS "t1"
  ) AS "t2"
) AS "t3";
