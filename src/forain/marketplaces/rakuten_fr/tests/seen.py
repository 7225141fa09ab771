"""Which third-party clients were seen working with which service in which version.

`tests/third_party/test_shiba.py` runs that client and fails when this is not what it called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHIBA: Final = "shiba 1.2.1"
#: It only provokes this service's error documents, and reads them.
SHIBA_REFUSED: Final = "shiba 1.2.1 (errorresponse)"
#: (service as `calls.offer` has it, version) -> clients.
SEEN: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("acceptsale", "2021-04-08"): (SHIBA_REFUSED,),
    ("cancelitem", "2011-02-02"): (SHIBA_REFUSED,),
    ("categorymap", "2011-10-11"): (SHIBA,),
    ("confirmpreorder", "2013-01-09"): (SHIBA_REFUSED,),
    ("contactusaboutitem", "2011-09-01"): (SHIBA_REFUSED,),
    ("contactuseraboutitem", "2011-02-02"): (SHIBA_REFUSED,),
    ("genericimportfile", "2015-02-02"): (SHIBA,),
    ("genericimportreport", "2017-02-10"): (SHIBA,),
    ("getavailableshippingtypes", "2013-06-25"): (SHIBA,),
    ("getbillinginformation", "2016-03-16"): (SHIBA_REFUSED,),
    ("getcompensationdetails", "2011-03-29"): (SHIBA_REFUSED,),
    ("getcurrentsales", "2017-08-07"): (SHIBA,),
    ("getiteminfos", "2017-08-07"): (SHIBA_REFUSED,),
    ("getitemtodolist", "2011-09-01"): (SHIBA,),
    ("getnewsales", "2017-08-07"): (SHIBA,),
    ("getoperations", "2011-03-29"): (SHIBA,),
    ("getshippinginformation", "2017-09-12"): (SHIBA_REFUSED,),
    ("listing", "2018-06-28"): (SHIBA,),
    ("producttypes", "2015-06-30"): (SHIBA,),
    ("producttypetemplate", "2017-10-04"): (SHIBA,),
    ("refusesale", "2010-09-20"): (SHIBA_REFUSED,),
    ("settrackingpackageinfos", "2016-03-16"): (SHIBA_REFUSED,),
}
