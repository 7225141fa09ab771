"""A urlencoded POST, with French (`partenaire`, `statut`) or English names (`partner`, `status`); `statut=` is empty."""

import json
import re
import sys
import urllib.parse
import urllib.request

base, partner, tongue = sys.argv[1:]
NAMES = {"en": {"partenaire": "partner", "statut": "status"}, "fr": {}}[tongue]

for service, fields in json.load(sys.stdin).items():
    asked = {"partenaire": partner, "statut": "", **fields}
    body = urllib.parse.urlencode({NAMES.get(name, name): value for name, value in asked.items()})
    with urllib.request.urlopen(f"{base}/mp/{service}.php", body.encode()) as answer:
        text = answer.read().decode()
    assert text.startswith("<?xml")
    print(service, min(map(int, re.findall(r"<(?:errors|id)>\s*(-?\d+)\s*</", text))))
