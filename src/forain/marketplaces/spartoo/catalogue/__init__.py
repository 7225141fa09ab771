"""Products for Spartoo: built from typed values, checked before they are sent, written as documents and feeds.

product = build(Model(reference="BOOT-77", …))
for finding in check(product, language="FR"):
    print(finding.place, finding.words("fr"))
"""

from __future__ import annotations

from forain.marketplaces.spartoo.catalogue.build import Child, Model, Reduction, Site, build
from forain.marketplaces.spartoo.catalogue.check import check
from forain.marketplaces.spartoo.catalogue.feed import COLUMNS, documents, feed_csv, feed_xml
from forain.marketplaces.spartoo.catalogue.findings import Finding, Scope

__all__ = [
    "COLUMNS",
    "Child",
    "Finding",
    "Model",
    "Reduction",
    "Scope",
    "Site",
    "build",
    "check",
    "documents",
    "feed_csv",
    "feed_xml",
]
