"""`taquilla probe`: walks a real server's endpoints and writes down, without secrets, what it answers.

For whoever holds an account: guesses about the parts that the API document leaves out become facts.
`app.probing.running.run` is the command; the rest is what it does, reads first, a sale only if asked.
"""
