"""Presenters: frozen view states and plain intents, without Qt. A screen draws a state, nothing else."""
