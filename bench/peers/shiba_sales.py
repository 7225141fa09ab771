"""The PyPI client shiba: how it turns an answer into its objects, with the network taken away.

It decodes, strips the namespace with a regular expression, runs `ftfy` over the text and objectifies; values
are converted only when touched, which is not counted here.
"""

from types import SimpleNamespace

from shiba import shibatools


def prepare(path):
    """Give the function to be timed."""
    shibatools.requests.get = lambda _url: SimpleNamespace(text=path.read_bytes().decode("iso-8859-1"))

    def run():
        found = shibatools.retrieve_obj_from_url("https://ws.example.invalid/sales_ws")
        return len(found.content.response.sales.sale)

    return run
