"""Settings of delivery as frozen values: when, to whom, under which conditions, through which server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a client's monthly report is due; the period is the month before.

    Exactly one of ``business_day`` (1 the first, −1 the last of the month) and ``day`` (1–28, or 0: the last) is set.
    ``if_holiday`` moves a ``day`` that is no business day. ``time`` is the wall clock of ``zone``. Of missed months
    at most ``catch_up`` are sent without being asked.
    """

    business_day: int | None = None
    day: int | None = None
    time: str = "07:00"
    zone: str = "Europe/Stockholm"
    calendar: Literal["SE", "DK"] = "SE"
    if_holiday: Literal["next", "previous"] = "next"
    catch_up: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets the report; ``lang`` empty: the client's; ``certificate``: a PEM file in the client's folder."""

    address: str
    name: str = ""
    lang: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must hold before a report leaves.

    ``needs``: tables that must be complete (empty: orders, responses and tickets, those that the client has);
    ``complete``: the least share of the rows that earlier months lead to expect; ``hold_days``: for how long an
    incomplete month is tried again; ``approvals``: how many people must approve the finished report (2: four eyes);
    ``organisation`` and ``names``: how else the client is known, for the leak guard.
    """

    allowed_domains: tuple[str, ...] = ()
    organisation: str = ""
    names: tuple[str, ...] = ()
    encrypt: Literal["none", "pdf", "smime"] = "none"
    approvals: int = 0
    needs: tuple[str, ...] = ()
    complete: float = 0.5
    hold_days: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The sending server. ``owner`` gets what goes wrong, ``bounces`` what comes back, ``archive`` a copy of each.

    ``hello`` is the name said in EHLO; ``deadline`` the seconds that one message may take; ``most_megabytes`` the
    largest attachment; ``ca_file`` holds the CAs to trust in place of the system's, relative to the workspace;
    ``tenant`` and ``application`` are Microsoft 365's, for ``xoauth2`` and ``graph``.
    """

    transport: Literal["smtp", "graph"] = "smtp"
    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls"] = "starttls"
    auth: Literal["password", "xoauth2", "none"] = "password"
    user: str = ""
    sender: str = ""
    bounces: str = ""
    owner: str = ""
    archive: str = ""
    ca_file: str = ""
    hello: str = ""
    deadline: int = 120
    most_megabytes: float = 7.0
    tenant: str = ""
    application: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The mailbox that gets a copy of each message, to be searched by IMAP over TLS.

    ``auth`` "xoauth2" takes a token of Microsoft 365 by the tenant and application of ``[mail]``.
    """

    host: str = ""
    port: int = 993
    auth: Literal["password", "xoauth2"] = "password"
    user: str = ""
    folder: str = "INBOX"
    ca_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """How delivery is run: where its ledger lies (relative to the workspace), how long sent bytes are kept.

    ``heartbeat``: a URL that is told of start, success and failure, and of nothing else.
    """

    state: str = "delivery"
    keep_days: int = 90
    retry_hours: int = 48
    heartbeat: str = ""
