"""The law: what is measured, on which ledger form, and by which formulas it is scored."""
