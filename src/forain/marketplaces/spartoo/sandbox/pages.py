"""Addresses that are no web service: the result of a queued import, and files the server keeps.

Unprotected by the partner id and not counted; the token cannot be guessed (xml_import_products_async).
"""

from __future__ import annotations

from forain.marketplaces.spartoo.sandbox import answers, goods_answers
from forain.marketplaces.spartoo.sandbox.importing import DONE, GONE
from forain.marketplaces.spartoo.sandbox.pretended import Pretended
from forain.sandbox.stage import Answer, Request


def answer(world: Pretended, request: Request) -> Answer | None:
    """None for a path or a file that is not there."""
    token = request.parameters(first="query").get("id", "")
    if request.path == "/mp/import_result.php":
        return _result(world, token)
    if request.path == "/mp/file.php":
        stored = world.rules.state.files.get(token)
        return Answer(body=stored.content, content_type=stored.content_type) if stored else None
    return None


def _result(world: Pretended, token: str) -> Answer:
    queued = world.importer.result(token)
    if queued is None:
        return answers.answer(goods_answers.progress(GONE))
    if queued.state == DONE and queued.fates is not None:
        return answers.answer(goods_answers.imported(queued.fates))
    return answers.answer(goods_answers.progress(queued.state))
