SELECT *, CASE WHEN out_of > 0 THEN score / out_of END AS share FROM winners
