-- A quota without an end lasts until the same holder's next one. Where a period has none, and for a
-- holder's last one, it lasts as long as quotas usually do: the median time from one to the next,
-- and a quarter where nobody has two.
WITH followed AS (
    SELECT *, lead(from_on) OVER (
        PARTITION BY coalesce(person_ref, ''), coalesce(team_id, ''), coalesce(territory_id, ''),
            coalesce(measure, 'bookings')
        ORDER BY from_on
    ) AS next_on
    FROM winners
),
lasting AS (
    SELECT coalesce(measure, 'bookings') AS measure,
        greatest(1, round(median(date_diff('day', from_on, next_on)) / 30.4375))::INTEGER AS months
    FROM followed
    WHERE to_on IS NULL AND next_on IS NOT NULL
    GROUP BY ALL
),
ended AS (
    SELECT followed.*,
        CAST(from_on + to_months(coalesce(months, 3)) AS DATE) AS usual_on
    FROM followed
    LEFT JOIN lasting ON lasting.measure = coalesce(followed.measure, 'bookings')
)
SELECT * EXCLUDE (next_on, usual_on) REPLACE (
    coalesce(
        to_on,
        -- Months differ in length: the next one may begin a few days after the usual end.
        CASE WHEN next_on <= usual_on + INTERVAL 7 DAY THEN next_on END,
        usual_on
    ) AS to_on,
    coalesce(measure, 'bookings') AS measure
)
FROM ended
