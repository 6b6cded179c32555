WITH facts AS (
    SELECT t.result, c.channel FROM touches t LEFT JOIN campaigns c ON c.id = t.campaign_id
    WHERE t.occurred_on <= $as_of AND t.occurred_on >= $from AND t.occurred_on < $to
)
SELECT channel AS team, count(*) AS value, count(*) AS n FROM facts GROUP BY channel
UNION ALL
SELECT '*', count(*), count(*) FROM facts
