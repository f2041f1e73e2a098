"""Small widgets, each painted from the tokens of the theme."""
