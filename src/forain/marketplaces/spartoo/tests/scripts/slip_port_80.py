"""The slip the way one client fetches it: HTTP/1.0 without TLS, with the name of the host and port 80."""

import base64
import json
import re
import socket
import sys
import urllib.parse

base, partner, _ = sys.argv[1:]
place = urllib.parse.urlsplit(base)
service = "xml_export_bl"
fields = json.load(sys.stdin)[service]
body = urllib.parse.urlencode({"partner": partner, **fields}).encode()
head = (
    f"POST /mp/{service}.php HTTP/1.0\r\nHost: sws.spartoo.com:80\r\n"
    f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
)
with socket.create_connection((place.hostname, place.port)) as line:
    line.sendall(head.encode() + body)
    text = b"".join(iter(lambda: line.recv(65536), b"")).decode()
found = re.search(r"<pdf>([^<]+)</pdf></bl><errors>(-?\d+)</errors></root>\s*$", text)
assert found, text
assert base64.b64decode(found[1]).startswith(b"%PDF")
print(service, found[2])
