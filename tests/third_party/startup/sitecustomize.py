"""Run by Python when it starts: requests for the hosts of FORAIN_TEST_HOSTS go elsewhere. Nothing else is changed."""

import json
import os

import requests

_HOSTS = json.loads(os.environ["FORAIN_TEST_HOSTS"])
_request = requests.Session.request


def _elsewhere(self, method, url, *arguments, **more):  # type: ignore[no-untyped-def]
    for old, new in _HOSTS.items():
        if url.startswith(old):
            url = new + url[len(old) :]
    return _request(self, method, url, *arguments, **more)


requests.Session.request = _elsewhere  # type: ignore[method-assign]
