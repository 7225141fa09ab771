"""A POST with an empty body and everything in the query string, as Python scripts of sellers do it."""

import http.client
import json
import re
import sys
import urllib.parse

base, partner, _ = sys.argv[1:]
place = urllib.parse.urlsplit(base)

for service, fields in json.load(sys.stdin).items():
    query = urllib.parse.urlencode({"partenaire": partner, "statut": "", **fields})
    connection = http.client.HTTPConnection(place.netloc)
    connection.request("POST", f"/mp/{service}.php?{query}", headers={"User-Agent": "Mozilla/5.0 (X11)"})
    text = connection.getresponse().read().decode()
    connection.close()
    assert text.startswith("<?xml")
    print(service, min(map(int, re.findall(r"<(?:errors|id)>\s*(-?\d+)\s*</", text))))
