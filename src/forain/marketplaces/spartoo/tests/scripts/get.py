"""A plain GET for every service."""

import json
import re
import sys
import urllib.parse
import urllib.request

base, partner, _ = sys.argv[1:]

for service, fields in json.load(sys.stdin).items():
    query = urllib.parse.urlencode({"partenaire": partner, "statut": "", **fields})
    with urllib.request.urlopen(f"{base}/mp/{service}.php?{query}") as answer:
        text = answer.read().decode()
    assert text.startswith("<?xml")
    print(service, min(map(int, re.findall(r"<(?:errors|id)>\s*(-?\d+)\s*</", text))))
