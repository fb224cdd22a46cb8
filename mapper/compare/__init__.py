"""Two mappings in, what differs out: between their rules, and between the people that they make of payloads."""
