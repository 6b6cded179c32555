WITH happened AS (
    SELECT person_id AS person_id, held_on AS day FROM coaching_sessions WHERE true AND held_on <= $as_of
),
sellers AS (
    SELECT owner_id AS person_id FROM opportunities WHERE owner_id IS NOT NULL
    UNION SELECT person_id FROM credits UNION SELECT person_id FROM org_history WHERE role = 'rep'
),
there AS (
    SELECT h.person_id, h.team_id AS team, greatest(h.from_on, $from, (SELECT min(day) FROM happened)) AS a,
        least(coalesce(h.to_on, DATE '9999-01-01'), $to, $as_of + 1) AS b
    FROM org_history h WHERE h.person_id IN (FROM sellers)
),
facts AS (
    SELECT person_id, team, EXISTS (
        SELECT 1 FROM happened x WHERE x.person_id = there.person_id AND x.day >= a AND x.day < b
    ) AS did
    FROM there WHERE a < b
),
teams AS (SELECT team, person_id, bool_or(did) AS did FROM facts GROUP BY ALL),
everybody AS (SELECT person_id, bool_or(did) AS did FROM facts GROUP BY ALL)
SELECT team, count(*) FILTER (did) / count(*) AS value, count(*) AS n FROM teams GROUP BY team
UNION ALL
SELECT '*', count(*) FILTER (did) / count(*), count(*) FROM everybody
