"""The PyPI client shiba: how it turns an answer into its objects, with the network taken away.

It decodes, strips the namespace with a regular expression, runs `ftfy` over the text and objectifies. Its objects
convert a value when it is touched; to end where the others end, every value is touched once.
"""

from types import SimpleNamespace

from shiba import shibatools


def prepare(path, *, touched=True):
    """Give the function to be timed."""
    shibatools.requests.get = lambda _url: SimpleNamespace(text=path.read_bytes().decode("iso-8859-1"))

    def run():
        found = shibatools.retrieve_obj_from_url("https://ws.example.invalid/sales_ws").content
        if touched:
            for element in found.iter():
                getattr(element, "pyval", None)
        return len(found.response.sales.sale)

    return run
