"""Sends the mails that wait, each by the one worker that claims it.

A worker that dies in the middle leaves a mail that is sent again, with the same Message-ID: rather twice than never.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage

from forain.hub.inbox.models import Mail
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.threads import in_database

log = structlog.get_logger(__name__)

BATCH = 20
#: After so many failed tries a mail is left where it is, with its trouble.
TRIES = 20


async def send_waiting() -> int:
    """Send what is due; how many went out."""
    claimed = await in_database(_claim)
    if not claimed:
        return 0
    async with keeping(claimed):
        return sum([await _send(mail) for mail in claimed])


def _claim() -> list[Mail]:
    rows = Mail.objects.filter(sent_at=None, next_at__lte=now(), attempts__lt=TRIES)
    return claim(rows.order_by("next_at", "id"), BATCH)


async def _send(mail: Mail) -> bool:
    try:
        await asyncio.to_thread(_post, mail)
    except (OSError, SMTPException) as error:
        await in_database(_failed, mail, f"{type(error).__name__}: {error}")
        return False
    return await in_database(_sent, mail)


def _post(mail: Mail) -> None:
    headers = {"Message-ID": f"<{mail.pk}@forain>", "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers).send()


def _sent(mail: Mail) -> bool:
    return still_ours(mail).update(sent_at=now(), lease_until=None, trouble="") == 1


def _failed(mail: Mail, trouble: str) -> None:
    pause = timedelta(seconds=min(3600.0, 10.0 * 2**mail.attempts))
    log.warning("mail not sent", mail=str(mail.pk), trouble=trouble, attempts=mail.attempts + 1)
    still_ours(mail).update(
        attempts=mail.attempts + 1, next_at=now() + pause, trouble=trouble[:500], lease_until=None
    )
