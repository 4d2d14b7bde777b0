"""Spring: units promise, the office bargains, a leader signs. What they agree is a target."""
