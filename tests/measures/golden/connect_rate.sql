SELECT
  SUM(CAST("t7"."t0_m" <> 0 AS BIGINT)) AS "t0_clusters",
  SUM("t7"."t0_n") AS "t0_n",
  SUM("t7"."t0_x") AS "t0_x",
  SUM("t7"."t0_m") AS "t0_m",
  SUM(CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_x" AS DOUBLE)) AS "t0_xx",
  SUM(CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE)) AS "t0_xm",
  SUM(CAST("t7"."t0_m" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE)) AS "t0_mm",
  SUM(
    CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_x" AS DOUBLE)
  ) AS "t0_xxx",
  SUM(
    CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE)
  ) AS "t0_xxm",
  SUM(
    CAST("t7"."t0_x" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE)
  ) AS "t0_xmm",
  SUM(
    CAST("t7"."t0_m" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE) * CAST("t7"."t0_m" AS DOUBLE)
  ) AS "t0_mmm",
  SUM("t7"."t0_unknown") AS "t0_unknown"
FROM (
  SELECT
    COALESCE("t6"."person_", 'fact ' || "t6"."id") AS "cluster",
    COUNT("t6"."t0_n") AS "t0_n",
    SUM("t6"."t0_x") AS "t0_x",
    SUM("t6"."t0_m") AS "t0_m",
    COALESCE(SUM("t6"."t0_unknown"), 0) AS "t0_unknown"
  FROM (
    SELECT
      "t5"."id",
      "t5"."person_id",
      "t5"."occurred_on",
      "t5"."kind",
      "t5"."result_word",
      "t5"."person_",
      1 AS "t0_n",
      CAST(COALESCE(
        "t5"."result_word" IN ('connected', 'answered', 'conversation', 'spoke', 'talked', 'reached'),
        FALSE
      ) AS BIGINT) AS "t0_x",
      CAST(COALESCE(
        "t5"."result_word" IN (
          'connected',
          'answered',
          'conversation',
          'spoke',
          'talked',
          'reached',
          'no_answer',
          'voicemail',
          'left_voicemail',
          'left_message',
          'left_live_message',
          'wrong_number',
          'bad_number',
          'busy',
          'no_connect',
          'not_connected',
          'not_reached',
          'missed'
        ),
        FALSE
      ) AS BIGINT) AS "t0_m",
      CAST(NOT (
        COALESCE(
          "t5"."result_word" IN (
            'connected',
            'answered',
            'conversation',
            'spoke',
            'talked',
            'reached',
            'no_answer',
            'voicemail',
            'left_voicemail',
            'left_message',
            'left_live_message',
            'wrong_number',
            'bad_number',
            'busy',
            'no_connect',
            'not_connected',
            'not_reached',
            'missed'
          ),
          FALSE
        )
      ) AS BIGINT) AS "t0_unknown"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."id",
          "t3"."person_id",
          "t3"."occurred_on",
          "t3"."kind",
          "t3"."result_word",
          "t3"."person_id" AS "person_"
        FROM (
          SELECT
            "t2"."id",
            "t2"."person_id",
            "t2"."occurred_on",
            "t2"."kind",
            "t2"."result_word"
          FROM (
            SELECT
              "t1"."id",
              "t1"."kind",
              "t1"."person_ref",
              "t1"."person_id",
              "t1"."account_id",
              "t1"."opportunity_id",
              "t1"."contact_id",
              "t1"."occurred_at",
              "t1"."occurred_on",
              "t1"."occurred_zone",
              "t1"."minutes",
              "t1"."direction",
              "t1"."result",
              "t1"."subject",
              "t1"."quality",
              "t1"."system",
              "t1"."load_id",
              "t1"."line",
              REPLACE(REPLACE(LOWER("t1"."result"), ' ', '_'), '-', '_') AS "result_word"
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
        ) AS "t3"
      ) AS "t4"
      WHERE
        "t4"."kind" IN ('call')
    ) AS "t5"
  ) AS "t6"
  GROUP BY
    1
) AS "t7";
