"""The window: the only package that knows Qt. Screens draw frozen view states and call intents."""
