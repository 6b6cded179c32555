-- A quota without an end lasts until the same person's next one, and at most a quarter.
SELECT * REPLACE (
    coalesce(
        to_on,
        least(
            coalesce(lead(from_on) OVER same, DATE '9999-01-01'),
            CAST(from_on + INTERVAL 3 MONTH AS DATE)
        )
    ) AS to_on,
    coalesce(measure, 'bookings') AS measure
)
FROM winners
WINDOW same AS (
    PARTITION BY coalesce(person_ref, ''), coalesce(team_id, ''), coalesce(territory_id, ''),
        coalesce(measure, 'bookings')
    ORDER BY from_on
)
