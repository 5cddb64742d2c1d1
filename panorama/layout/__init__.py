"""The room as data and all that follows from it without rendering: model, rules, faults, plan."""
