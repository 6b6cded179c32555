"""Pay in the app: plans and who approved them, runs, the ledger, statements, disputes."""
