WITH facts AS (
    SELECT kind FROM content
    WHERE published_on >= $from AND published_on < $to AND published_on <= $as_of
)
SELECT kind, count(*) AS value, count(*) AS n FROM facts GROUP BY kind
UNION ALL
SELECT '*', count(*), count(*) FROM facts
