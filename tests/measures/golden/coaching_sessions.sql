SELECT
  COUNT("t4"."t0_n") AS "t0_n",
  COUNT("t4"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t3"."id",
    "t3"."person_id",
    "t3"."held_on",
    "t3"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t2"."id",
      "t2"."person_id",
      "t2"."held_on",
      "t2"."person_id" AS "person_"
    FROM (
      SELECT
        "t1"."id",
        "t1"."person_id",
        "t1"."held_on"
      FROM (
        SELECT
          *
        FROM "coaching_sessions" AS "t0"
        WHERE
          "t0"."held_on" <= MAKE_DATE(2026, 6, 30)
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
) AS "t4";
