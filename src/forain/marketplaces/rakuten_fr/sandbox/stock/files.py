"""The queue of stock files: received, queued, worked on, done; and the pictures afterwards. All by the clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import STAGE, Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account
from forain.marketplaces.rakuten_fr.sandbox.stock import flat, images, lines
from forain.marketplaces.rakuten_fr.sandbox.stock.lines import Desk
from forain.marketplaces.rakuten_fr.sandbox.stock.state import FileStatus, ImportFile
from forain.wire.errors import WireError
from forain.wire.xml import stream

_ENCODING = re.compile(rb"<\?xml[^>]*?encoding=[\"']([\w.-]+)", re.IGNORECASE)
_READ = frozenset({b"iso-8859-1", b"utf-8"})
_WAITING = frozenset({FileStatus.RECEIVED, FileStatus.QUEUED})


def wind_up(ground: Ground) -> None:
    """Tell the world who handles what falls due."""
    for handler in (queue, begin, finish, fetch_images):
        ground.world.on(f"{STAGE}.file_{handler.__name__}", _on_file(ground, handler))


def _on_file(ground: Ground, handler: Callable[[Ground, ImportFile], None]) -> Callable[[str], None]:
    def happen(file_id: str) -> None:
        file = ground.shop.stock.files.get(file_id)  # the world may have been reset meanwhile
        if file is not None and file.status is not FileStatus.CANCELLED:
            handler(ground, file)

    return happen


def receive(
    ground: Ground, account: Account, name: str, content: bytes, *, layout: str = "", purge: bool = False
) -> ImportFile:
    """Put a file into the queue; nobody looks into it yet."""
    _count(ground, account)
    if purge:
        _insist_on_a_day_between(ground, account)
    file = ImportFile(
        id=ground.number("file"),
        seller=account.login,
        name=re.split(r"[/\\]", name)[-1],
        at=ground.now(),
        content=content,
        layout=layout,
        purge=purge,
    )
    ground.shop.stock.files[file.id] = file
    lines.record(Desk(ground, account), "file_received", file.id, "import" if layout else "genericimportfile")
    _later(ground, decisions.RECEIVED_FOR, queue, file)
    return file


def _count(ground: Ground, account: Account) -> None:
    hour = ground.now() - timedelta(hours=1)
    sent = [one for one in ground.shop.stock.files.values() if one.seller == account.login and one.at > hour]
    if len(sent) >= decisions.FILES_PER_HOUR:
        raise Denied(Reason.QUOTA)


def _insist_on_a_day_between(ground: Ground, account: Account) -> None:
    purged = ground.shop.stock.purged
    last = purged.get(account.login)
    if last is not None and ground.now() - last < decisions.PURGE_EVERY:
        raise Denied(Reason.PURGED_ALREADY)
    purged[account.login] = ground.now()


def _later(
    ground: Ground, after: timedelta, handler: Callable[[Ground, ImportFile], None], file: ImportFile
) -> None:
    ground.world.schedule(ground.now() + after, f"{STAGE}.file_{handler.__name__}", file.id)


def queue(ground: Ground, file: ImportFile) -> None:
    """It stands in line."""
    file.status = FileStatus.QUEUED
    _later(ground, decisions.QUEUED_FOR, begin, file)


def begin(ground: Ground, file: ImportFile) -> None:
    """Its turn: a file that cannot be read ends here, one that is too long is cancelled."""
    file.began = ground.now()
    count = flat.count(file.content) if file.flat else _countable(file.content)
    if count is None:
        return _end(ground, file, FileStatus.DAMAGED)
    if count > decisions.LINES_A_FILE or len(file.content) > decisions.BYTES_A_FILE:
        return _end(ground, file, FileStatus.CANCELLED)
    file.status, file.total = FileStatus.UPDATING, count
    work = timedelta(seconds=count / decisions.LINES_A_SECOND)
    return _later(ground, max(work, decisions.SHORTEST_WORK), finish, file)


def finish(ground: Ground, file: ImportFile) -> None:
    """Every line, in the order of the file: a later line finds what an earlier one made."""
    desk = Desk(ground, ground.shop.accounts[file.seller])
    mentioned = flat.work(desk, file) if file.flat else _work(desk, file)
    if file.purge:
        _purge(desk, mentioned)
    _end(ground, file, FileStatus.DONE)
    if file.images:
        file.image_status = "IN_PROCESS"
        _later(ground, decisions.IMAGES_AFTER, fetch_images, file)


def _work(desk: Desk, file: ImportFile) -> set[str]:
    """Adverts the file speaks of."""
    mentioned: set[str] = set()
    for found in _lines(file.content):
        outcome, line = lines.work(desk, found)
        file.outcomes.append(outcome)
        mentioned |= {outcome.aid, *desk.stock.with_sku(file.seller, outcome.sku)}
        if outcome.ok and outcome.aid:
            file.images += [(url, outcome.aid) for url in line.images]
    return mentioned


def _purge(desk: Desk, mentioned: set[str]) -> None:
    """The file is the whole inventory: all other adverts are taken off sale."""
    for advert in desk.stock.of_seller(desk.seller):
        if advert.aid not in mentioned and advert.quantity:
            advert.quantity = 0
            lines.record(desk, "advert_purged", advert.aid, sku=advert.sku)


def fetch_images(_ground: Ground, file: ImportFile) -> None:
    """Pictures come last; what cannot be fetched is listed."""
    file.image_errors = list(images.errors(file.images))
    file.images, file.image_status = [], "PROCESSED"


def cancel(ground: Ground, file: ImportFile) -> None:
    """In the back office, before its turn. ValueError when it is too late."""
    if file.status not in _WAITING:
        raise ValueError(f"File {file.id} is {file.status.value!r}; only a waiting file can be cancelled.")
    _end(ground, file, FileStatus.CANCELLED)


def _end(ground: Ground, file: ImportFile, status: FileStatus) -> None:
    file.status, file.content = status, b""
    desk = Desk(ground, ground.shop.accounts[file.seller])
    lines.record(desk, f"file_{status.name.lower()}", file.id, "import" if file.flat else "genericimportfile")


def known(ground: Ground, account: Account, file_id: str, *, is_flat: bool, kept: timedelta) -> ImportFile:
    """A seller's file of the right kind whose report is still kept; what is no `long` cannot even be looked for."""
    if file_id.isdecimal() and int(file_id) > decisions.LARGEST_FILE_ID:
        raise Denied(Reason.INTERNAL)
    file = ground.shop.stock.files.get(file_id)
    if file is None or file.seller != account.login or file.flat != is_flat or _is_old(ground, file, kept):
        raise Denied(Reason.NO_SUCH_FILE, file_id)
    return file


def _is_old(ground: Ground, file: ImportFile, kept: timedelta) -> bool:
    now: datetime = ground.now()
    return now - file.at > kept


def _countable(content: bytes) -> int | None:
    """Lines of an XML file; None when it is damaged, which here is any repair a lenient reader would make."""
    declared = _ENCODING.match(content[:200])
    if content.startswith(b"\xef\xbb\xbf") or (declared and declared[1].lower() not in _READ):
        return None
    try:
        with stream(m.StockFile, (content,), field="lines") as found:
            count = sum(1 for _ in found)
            return None if found.repairs else count
    except WireError:
        return None


def _lines(content: bytes) -> Iterator[m.FileLine]:
    with stream(m.StockFile, (content,), field="lines") as found:
        yield from found
