"""Programs that are not ours to the letter: each calls every service its own way, with the standard library alone.

    python urlencoded.py http://127.0.0.1:8801 0A1B2C3D4E5F6071 fr < calls.json

`calls.json`: service -> parameters; prints a line `service code` for each. The ways: spartoo.md sections 3, 5 and 17.
"""
