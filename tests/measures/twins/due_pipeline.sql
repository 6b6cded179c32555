WITH held AS (
    SELECT id, amount_base_minor AS amount FROM opportunities
    WHERE (outcome = 'open' OR close_on > $as_of) AND created_on <= $as_of
        AND close_on >= greatest($from, $as_of) AND close_on < $to
),
running AS (
    SELECT held.*, c.person_id, c.part,
        sum(c.part) OVER (PARTITION BY held.id ORDER BY c.person_id) AS upto
    FROM held LEFT JOIN credits c ON c.opportunity_id = held.id AND c.kind <> 'overlay'
),
teams AS (
    SELECT running.id, h.team_id AS team,
        CASE WHEN running.person_id IS NULL THEN amount
            ELSE round(amount * upto) - round(amount * (upto - part)) END AS amount
    FROM running LEFT JOIN org_history h
        ON h.person_id = running.person_id AND h.from_on <= $as_of
        AND $as_of < coalesce(h.to_on, DATE '9999-01-01')
)
SELECT team, sum(amount) AS value, count(DISTINCT id) AS n FROM teams GROUP BY team
UNION ALL
SELECT '*', sum(amount), count(*) FROM held
