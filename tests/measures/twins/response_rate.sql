WITH facts AS (
    SELECT t.result, c.channel FROM touches t LEFT JOIN campaigns c ON c.id = t.campaign_id
    WHERE t.occurred_on <= $as_of AND t.occurred_on >= $from AND t.occurred_on < $to
        AND t.result IS NOT NULL
)
SELECT channel AS team, count(*) FILTER (result = 'Responded') / count(*) AS value, count(*) AS n FROM facts GROUP BY channel
UNION ALL
SELECT '*', count(*) FILTER (result = 'Responded') / count(*), count(*) FROM facts
