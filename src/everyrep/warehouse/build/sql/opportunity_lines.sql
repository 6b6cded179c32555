-- Totals of a line, where the file gives only prices of one.
SELECT * REPLACE (
    coalesce(
        amount_minor,
        CAST(round_even(CAST(unit_price_minor AS DECIMAL(19, 0)) * CAST(quantity AS DECIMAL(12, 4))
            * CAST(1 - coalesce(discount, 0) AS DECIMAL(7, 6)), 0) AS BIGINT)
    ) AS amount_minor,
    coalesce(
        cost_minor,
        CAST(round_even(CAST(unit_cost_minor AS DECIMAL(19, 0)) * CAST(quantity AS DECIMAL(12, 4)), 0)
            AS BIGINT)
    ) AS cost_minor
)
FROM winners
