"""Ways to a printer behind one protocol, `connection.Connection`."""
