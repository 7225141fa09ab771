"""Multipart for everything, as the PHP libraries do it: libcurl announces a big body and waits for `100 Continue`."""

import json
import re
import socket
import sys
import urllib.parse

base, partner, _ = sys.argv[1:]
place = urllib.parse.urlsplit(base)
PADDING = "x" * 3_000_000
HEAD = (
    "POST /mp/{}.php HTTP/1.1\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary=----zz\r\n"
    "Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
)
PART = '------zz\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'

for service, fields in json.load(sys.stdin).items():
    asked = {"partenaire": partner, "statut": "", "padding": PADDING, **fields}
    body = "".join(PART.format(*pair) for pair in asked.items()) + "------zz--\r\n"
    sent = body.encode()
    assert len(sent) > 3_000_000
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall(HEAD.format(service, place.netloc, len(sent)).encode())
        before = line.recv(1024)
        assert before.startswith(b"HTTP/1.1 100 "), before
        line.sendall(sent)
        text = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    head, _, document = text.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    assert "<?xml" in document[:16]
    print(service, min(map(int, re.findall(r"<(?:errors|id)>\s*(-?\d+)\s*</", document))))
