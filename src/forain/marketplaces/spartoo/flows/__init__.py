"""The calls as flows: what is sent and how an answer is understood; both clients step through these."""
