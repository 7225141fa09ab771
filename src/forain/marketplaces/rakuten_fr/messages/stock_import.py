"""The four documents about sent stock files: two receipts, and the report of each of the two formats.

Sources: import.md, genericimportfile.md, importreport.md; genericimportreport from its seed, schema and samples.
"""

from __future__ import annotations

from datetime import datetime

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message("importresult", namespace=namespace("genericimportfile"), charset=CHARSET)
class XmlFileReceived:
    """`import_id` is the `fileid` of genericimportreport; `status` is `OK` even for a file that cannot be read."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    import_id: str = element("response/importid", as_=IDENTIFIER)
    status: str = element("response/status")


@message("importresult", namespace=namespace("import"), charset=CHARSET)
class FlatFileReceived:
    """`import_id` is the `fileid` of importreport."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    import_id: str = element("response/importid", as_=IDENTIFIER)
    status: str = element("response/status")


@message
class LineError:
    """One defect of a line; `code` is 10 to 70. `fatal`: nothing else of the line was done (seed)."""

    key: str | None = element("error_key", default=None)
    code: int = element("error_code")
    text: str = element("error_text", default="")
    fatal: bool = element("fatal_error", as_=values.PRESENCE, default=False)


@message
class ReportedLine:
    """One line of the file, in file order. Numbers are absent in lines that failed."""

    sku: str | None = element("sku", default=None)
    status: str = element("status")
    product_id: str | None = element("pid", default=None)
    advert_id: str | None = element("aid", default=None)
    errors: tuple[LineError, ...] = elements("errors/error")


@message
class ImageError:
    """A picture that could not be taken in, and why."""

    url: str = element("urlimg", default="")
    advert_id: str = element("advertid", default="")
    detail: str = element("detail", default="")


@message
class ReportedFile:
    """The state of the file. `success_rate` such as `73%` is absent in some states; image states came with 2017-02-10."""

    name: str = element("filename", default="")
    status: str = element("status")
    upload_date: datetime = element("uploaddate", as_=values.PARIS_ISO)
    process_date: datetime | None = element("processdate", as_=values.PARIS_ISO, default=None)
    total_lines: int = element("totallines", default=0)
    processed_lines: int = element("processedlines", default=0)
    error_lines: int = element("errorlines", default=0)
    success_rate: str | None = element("successrate", default=None)
    image_status: str | None = element("imageprocessstatus", default=None)
    image_errors: tuple[ImageError, ...] = elements("imageerrorlist/error", when_none="omit")


@message("genericimportreportresult", namespace=namespace("genericimportreport"), charset=CHARSET)
class XmlFileReport:
    """One page. `next_token` is absent on the last one; `token` echoes the one asked with."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    file_id: str = element("request/fileid", default="")
    token: str | None = element("request/nexttoken", default=None)
    file: ReportedFile = element("response/file")
    lines: tuple[ReportedLine, ...] = elements("response/product", when_none="omit")
    next_token: str | None = element("response/nexttoken", default=None)


@message
class FlatLineError:
    """A bad line as it was sent, columns divided by `;`, and why."""

    data: str = element("data", cdata=True, default="")
    reason: str = element("errorreport", cdata=True, default="")


@message("importreportresult", namespace=namespace("importreport"), charset=CHARSET)
class FlatFileReport:
    """Only `process_status` and the errors are known to come; the rest is our sandbox's, for parity (inferred)."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    file_id: str = element("request/fileid", default="")
    process_status: str = element("response/processstatus")
    name: str | None = element("response/filename", default=None)
    upload_date: datetime | None = element("response/uploaddate", as_=values.PARIS_ISO, default=None)
    process_date: datetime | None = element("response/processdate", as_=values.PARIS_ISO, default=None)
    total_lines: int | None = element("response/totallines", default=None)
    processed_lines: int | None = element("response/processedlines", default=None)
    error_lines: int | None = element("response/errorlines", default=None)
    errors: tuple[FlatLineError, ...] = elements("response/errorlist/error", when_none="omit")
