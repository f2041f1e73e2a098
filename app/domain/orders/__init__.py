"""Orders as customers write them: a message in plain Venezuelan Spanish to lines for the ticket. Pure.

    noise -> tokens -> atoms -> sentences -> assembly -> places -> reading

`reading.read` is the door. Nothing is guessed in silence: what could mean two things is a `Doubt`, and
reading again with its answer in `settled` goes on from there.
"""
