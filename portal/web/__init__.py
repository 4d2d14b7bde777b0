"""What Flask needs to know once: the database, the guard, the htmx answer, the form, the refusal."""
