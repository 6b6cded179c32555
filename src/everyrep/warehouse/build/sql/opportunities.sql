-- A deal's outcome: what the file says; else its flags; else what its stage means; else open. What
-- flags or declared stages call closed and not won was lost, unless its stage says: no decision.
-- Amount, list amount and cost come from the deal's lines where the deal itself has none.
-- Its stage: the declared stage's name, where the file names the stage by an id.
SELECT winners.* REPLACE (
    coalesce(by_id.name, by_name.name, winners.stage) AS stage,
    coalesce(
        winners.outcome,
        CASE WHEN winners.is_won THEN 'won'
             WHEN winners.is_closed AND winners.is_won = false
                THEN if(meaning.outcome = 'no_decision', 'no_decision', 'lost') END,
        CASE WHEN coalesce(by_id.won, by_name.won) THEN 'won'
             WHEN coalesce(by_id.closed, by_name.closed)
                THEN if(meaning.outcome = 'no_decision', 'no_decision', 'lost')
             WHEN coalesce(by_id.closed, by_name.closed) = false
                AND winners.is_closed IS NOT TRUE THEN 'open' END,
        CASE WHEN winners.is_closed THEN coalesce(nullif(meaning.outcome, 'open'), 'lost') END,
        meaning.outcome,
        'open'
    ) AS outcome,
    coalesce(winners.cost_minor, totals.cost_minor) AS cost_minor,
    coalesce(winners.list_amount_minor, totals.list_amount_minor) AS list_amount_minor,
    coalesce(winners.amount_minor, totals.amount_minor) AS amount_minor,
    coalesce(
        winners.discount,
        CASE WHEN totals.list_amount_minor > 0
                AND totals.amount_minor BETWEEN 0 AND totals.list_amount_minor
            THEN 1 - totals.amount_minor / totals.list_amount_minor END
    ) AS discount,
    coalesce(
        winners.cycle_days,
        CASE WHEN winners.close_on >= winners.created_on THEN date_diff('day', winners.created_on, winners.close_on) END
    ) AS cycle_days
)
FROM winners
LEFT JOIN declared_stages AS by_id ON by_id.id = winners.system || ':' || winners.stage
LEFT JOIN stage_names AS by_name ON by_name.name = winners.stage
LEFT JOIN stage_meanings AS meaning ON meaning.stage = winners.stage
LEFT JOIN line_totals AS totals
    ON totals.opportunity_id = winners.id AND totals.currency = winners.currency
WHERE winners.deleted IS NOT TRUE
