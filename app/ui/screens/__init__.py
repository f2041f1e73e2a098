"""One module for each screen: it draws a presenter's states and calls its intents."""
