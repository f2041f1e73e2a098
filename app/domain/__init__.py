"""The pure core: what is on sale, what may be typed, what a ticket is, which steps money may take.

No Qt, no I/O, no clock, no randomness: everything comes in as an argument.
"""
