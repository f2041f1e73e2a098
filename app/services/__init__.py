"""What the kiosk does, behind ports: the only owners of money in flight."""
