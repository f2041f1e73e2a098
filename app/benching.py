"""The window that the bench measures, signed in and told by lines what to do."""
