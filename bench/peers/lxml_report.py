"""What one writes by hand: lxml's iterparse and findtext, clearing behind."""

from lxml import etree

NS = "{https://static.fr.shopping.rakuten.com/res/schema/genericimportreport}"


def prepare(path):
    """Give the function to be timed."""

    def run():
        return sum(1 for _ in products(path))

    return run


def products(path):
    for _, one in etree.iterparse(path, tag=f"{NS}product"):
        found = {name: one.findtext(NS + name) for name in ("sku", "status", "pid", "aid")}
        found["errors"] = [
            {
                "key": error.findtext(f"{NS}error_key"),
                "code": int(error.findtext(f"{NS}error_code")),
                "text": error.findtext(f"{NS}error_text"),
                "fatal": error.find(f"{NS}fatal_error") is not None,
            }
            for error in one.iterfind(f"{NS}errors/{NS}error")
        ]
        yield found
        one.clear()
        while one.getprevious() is not None:
            del one.getparent()[0]
