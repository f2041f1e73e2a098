"""A deterministic world round the real client, services and journal: same seed, same bytes."""
