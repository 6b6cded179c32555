SELECT
  COUNT("t6"."t0_n") AS "t0_n",
  COUNT("t6"."t0_n") AS "t0_x"
FROM (
  SELECT
    "t5"."person_id",
    "t5"."last_on",
    "t5"."person_",
    1 AS "t0_n",
    1 AS "t0_x"
  FROM (
    SELECT
      "t4"."person_id",
      "t4"."last_on",
      "t4"."person_id" AS "person_"
    FROM (
      SELECT
        "t3"."person_id",
        "t3"."last_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."id",
            "t1"."full_name",
            "t1"."first_name",
            "t1"."last_name",
            "t1"."email",
            "t1"."other_emails",
            "t1"."employee_number",
            "t1"."title",
            "t1"."role",
            "t1"."level",
            "t1"."manager_ref",
            "t1"."manager_id",
            "t1"."team_id",
            "t1"."territory_id",
            "t1"."region",
            "t1"."motion",
            "t1"."base_pay_minor",
            "t1"."base_pay_base_minor",
            "t1"."commission_rate",
            "t1"."currency",
            "t1"."hired_on",
            "t1"."left_on",
            "t1"."leaving_kind",
            "t1"."leaving_reason",
            "t1"."system",
            "t1"."load_id",
            "t1"."line",
            "t1"."id" AS "person_id",
            "t1"."left_on" - INTERVAL '1' DAY AS "last_on"
          FROM (
            SELECT
              *
            FROM "people" AS "t0"
            WHERE
              (
                "t0"."left_on" IS NULL
              ) OR COALESCE("t0"."left_on" >= "t0"."hired_on", TRUE)
          ) AS "t1"
        ) AS "t2"
        WHERE
          "t2"."last_on" <= MAKE_DATE(2026, 6, 30)
      ) AS "t3"
    ) AS "t4"
  ) AS "t5"
) AS "t6";
