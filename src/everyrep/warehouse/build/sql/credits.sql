-- Who is credited with how much of a deal: its revenue splits, else its owner with the whole.
WITH split AS (
    SELECT opportunity_id, person_id, part, coalesce(kind, 'revenue') AS kind
    FROM opportunity_splits
)
SELECT opportunity_id, person_id, part, kind FROM split
UNION ALL
SELECT id, owner_id, 1.0, 'revenue'
FROM opportunities
WHERE owner_id IS NOT NULL
    AND id NOT IN (SELECT opportunity_id FROM split WHERE kind = 'revenue')
