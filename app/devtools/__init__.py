"""Tools for whoever sells, tests or supports the kiosk: tour, doctor, bench."""
