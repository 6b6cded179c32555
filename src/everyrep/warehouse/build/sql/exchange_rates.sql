-- One rate a row: units of the reporting currency for one unit; an inverse rate is turned round.
SELECT * REPLACE (coalesce(rate, 1 / nullif(per_reporting, 0)) AS rate)
FROM winners
WHERE coalesce(rate, 1 / nullif(per_reporting, 0)) > 0
