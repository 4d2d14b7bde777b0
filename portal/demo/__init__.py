"""The demonstration bureau: a fictional district finance bureau, made the same at every loading."""
