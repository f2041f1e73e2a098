"""Taquilla: the point-of-sale kiosk that lottery cashiers sell on."""

__version__ = "0.1.0"
