"""The ledger's tables, listed once."""

from __future__ import annotations

VERSION = 1
#: Every table; times are ISO texts in UTC, so that they sort as they follow one another.
TABLES = """
CREATE TABLE send(
  client TEXT NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL, recipient TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK(state IN ('reserved', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  message_id TEXT NOT NULL, lang TEXT NOT NULL DEFAULT '',
  eml_sha TEXT NOT NULL DEFAULT '', pdf_sha TEXT NOT NULL DEFAULT '', picture_sha TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  reserved_at TEXT NOT NULL, first_try TEXT, next_try TEXT, at TEXT NOT NULL,
  reply TEXT NOT NULL DEFAULT '', run TEXT NOT NULL DEFAULT '',
  archived INTEGER NOT NULL DEFAULT 0, remote TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (client, report, period, recipient, seq)
) STRICT;
CREATE TABLE instance(id TEXT NOT NULL, machine TEXT NOT NULL, path TEXT NOT NULL, created TEXT NOT NULL) STRICT;
CREATE TABLE schedule(client TEXT PRIMARY KEY, first TEXT NOT NULL) STRICT;
CREATE TABLE held(
  client TEXT NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL,
  code TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL, next_try TEXT, until TEXT NOT NULL,
  PRIMARY KEY (client, report, period)
) STRICT;
CREATE TABLE approved_recipients(
  client TEXT PRIMARY KEY, digest TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE approved_report(
  client TEXT NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL, digest TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (client, report, period, digest, person)
) STRICT;
CREATE TABLE alert(key TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE TABLE tick(name TEXT PRIMARY KEY, at TEXT NOT NULL, run TEXT NOT NULL) STRICT;
"""
