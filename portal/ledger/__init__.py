"""All year: entries, the reporting calendar, sign-off and queries. A source of facts for the scores."""
