-- What each person was from day to day, half-open. Several files may each know a part (territory
-- here, pay there): the days on which anything changes cut a person's time into segments, and each
-- attribute takes the latest position that covers the segment and knows it.
WITH bounds AS (
    SELECT person_id, unnest([from_on, to_on]) AS on_day FROM positions_seen
    UNION
    SELECT id, unnest([hired_on, left_on]) FROM people
    UNION
    -- People of whom no first day is known: what they are now, for all time until they left.
    SELECT id, DATE '1900-01-01' FROM people
    WHERE hired_on IS NULL AND id NOT IN (SELECT person_id FROM positions_seen)
),
edges AS (
    SELECT DISTINCT bounds.person_id, bounds.on_day
    FROM bounds JOIN people ON people.id = bounds.person_id
    WHERE bounds.on_day IS NOT NULL
        AND bounds.on_day >= coalesce(people.hired_on, bounds.on_day)
        AND bounds.on_day <= coalesce(people.left_on, bounds.on_day)
),
segments AS (
    SELECT person_id, on_day AS from_on,
        lead(on_day) OVER (PARTITION BY person_id ORDER BY on_day) AS to_on
    FROM edges
),
known AS (
    SELECT segments.person_id, segments.from_on, segments.to_on,
        arg_max(seen.title, seen.from_on) AS title,
        arg_max(seen.role, seen.from_on) AS role,
        arg_max(seen.level, seen.from_on) AS level,
        arg_max(seen.manager_id, seen.from_on) AS manager_id,
        arg_max(seen.team_id, seen.from_on) AS team_id,
        arg_max(seen.territory_id, seen.from_on) AS territory_id,
        arg_max(seen.region, seen.from_on) AS region
    FROM segments
    LEFT JOIN positions_seen AS seen
        ON seen.person_id = segments.person_id
        AND seen.from_on <= segments.from_on
        AND (seen.to_on IS NULL OR seen.to_on > segments.from_on)
    GROUP BY ALL
)
SELECT known.person_id, known.from_on, known.to_on,
    coalesce(known.title, people.title) AS title,
    coalesce(known.role, people.role) AS role,
    coalesce(known.level, people.level) AS level,
    coalesce(known.manager_id, people.manager_id) AS manager_id,
    coalesce(known.team_id, people.team_id) AS team_id,
    coalesce(known.territory_id, people.territory_id) AS territory_id,
    coalesce(known.region, people.region) AS region,
    people.motion
FROM known JOIN people ON people.id = known.person_id
-- The segment that begins on the day a person left is no employment any more.
WHERE people.left_on IS NULL OR known.from_on < people.left_on
