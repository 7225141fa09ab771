"""The calls about stock, all on one path: files up, reports down, product types, the seller's own inventory.

Sources: table of rakuten.md section 4 and the file of each service.
"""

from __future__ import annotations

from typing import Final

from forain.marketplaces.rakuten_fr import messages
from forain.marketplaces.rakuten_fr.parameters import CREDENTIALS
from forain.wire.operation import Operation, Parameter

STOCK: Final = "/stock_ws"
#: The one part of an upload.
PART: Final = "file"
_FILE_ID = Parameter("fileid", required=True, note="the importid the upload was answered with")
_NEXT = Parameter("nexttoken", note="of the page before")

#: Not repeatable: the same file sent twice is two imports.
IMPORT: Final = Operation(
    name="import",
    method="POST",
    path=STOCK,
    answer=messages.FlatFileReceived,
    parameters=(
        *CREDENTIALS,
        Parameter("profileid", note="the seller's import profile; this or mappingalias"),
        Parameter("mappingalias", note="PRICEQUANTITY or FULLADVERT"),
        Parameter("channel", note="partner name, ignored"),
    ),
    versions=("2010-09-20",),
    repeatable=False,
    upload=PART,
)

IMPORTREPORT: Final = Operation(
    name="importreport",
    method="GET",
    path=STOCK,
    answer=messages.FlatFileReport,
    parameters=(*CREDENTIALS, _FILE_ID),
    versions=("2017-02-10", "2011-06-21"),
)

#: Not repeatable, as import; with purgeandreplace a second one is even refused.
GENERICIMPORTFILE: Final = Operation(
    name="genericimportfile",
    method="POST",
    path=STOCK,
    answer=messages.XmlFileReceived,
    parameters=(
        *CREDENTIALS,
        Parameter(
            "purgeandreplace", note="true: the file becomes the whole inventory; once in twenty-four hours"
        ),
    ),
    versions=("2015-02-02", "2012-09-11", "2011-11-29"),
    repeatable=False,
    upload=PART,
)

GENERICIMPORTREPORT: Final = Operation(
    name="genericimportreport",
    method="GET",
    path=STOCK,
    answer=messages.XmlFileReport,
    parameters=(*CREDENTIALS, _FILE_ID, _NEXT),
    versions=("2017-02-10", "2011-11-29"),
)

PRODUCTTYPES: Final = Operation(
    name="producttypes",
    method="GET",
    path=STOCK,
    answer=messages.ProductTypes,
    parameters=CREDENTIALS,
    versions=("2015-06-30", "2011-11-29"),
)

PRODUCTTYPETEMPLATE: Final = Operation(
    name="producttypetemplate",
    method="GET",
    path=STOCK,
    answer=messages.ProductTypeTemplate,
    parameters=(
        *CREDENTIALS,
        Parameter("alias", required=True, note="of producttypes"),
        Parameter("scope", note="VALUES: with the allowed values"),
    ),
    versions=("2017-10-04", "2015-02-02", "2013-05-14", "2012-09-11", "2011-11-29"),
)

EXPORT: Final = Operation(
    name="export",
    method="GET",
    path=STOCK,
    answer=messages.Inventory,
    parameters=(*CREDENTIALS, Parameter("scope", note="PRICING: with the offers of others"), _NEXT),
    versions=("2018-06-29", "2017-07-03", "2014-11-04", "2014-01-28", "2012-10-23", "2011-02-17"),
)

#: Nothing but the name is known; any version is taken, and the sandbox answers only when told to.
PURGE_CAMPAIGN: Final = Operation(
    name="purge_campaign",
    method="GET",
    path=STOCK,
    answer=messages.CampaignPurged,
    parameters=(*CREDENTIALS, Parameter("campaignid", required=True)),
    repeatable=False,
)

#: All of them, for the room's table.
STOCK_OPERATIONS: Final = (
    IMPORT,
    IMPORTREPORT,
    GENERICIMPORTFILE,
    GENERICIMPORTREPORT,
    PRODUCTTYPES,
    PRODUCTTYPETEMPLATE,
    EXPORT,
    PURGE_CAMPAIGN,
)
