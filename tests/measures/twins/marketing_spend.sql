WITH facts AS (
    SELECT channel, spend_base_minor AS spend FROM campaigns
    WHERE starts_on <= $as_of AND starts_on >= $from AND starts_on < $to
)
SELECT channel AS team, sum(spend) AS value, count(*) AS n FROM facts GROUP BY channel
UNION ALL
SELECT '*', sum(spend), count(*) FROM facts
