"""The canonical tables, listed once.

Money is DECIMAL, never float. A day is an integer, counted from 1970-01-01 (``*_day``): every
engine can subtract it. ``customer_id`` is a keyed hash. ``source`` is the export's file name.
"""

from __future__ import annotations

from types import MappingProxyType

MONEY = "DECIMAL(18,4)"
TEXT = "VARCHAR"
DAY = "INTEGER"

#: table → column → type (DuckDB's names). Columns that an export lacks are NULL.
SCHEMA = MappingProxyType(
    {
        "customers": {
            "customer_id": TEXT,
            "segment": TEXT,
            "country": TEXT,
            "industry": TEXT,
            "created_day": DAY,
            "member": "BOOLEAN",  # of the loyalty programme
            "newsletter": TEXT,  # subscribed | unsubscribed
            "unsubscribed_day": DAY,
            "source": TEXT,
        },
        "orders": {
            # one row an order that counts; amount is net of its own refund, VAT as in the export
            "order_id": TEXT,
            "customer_id": TEXT,
            "order_day": DAY,
            "amount": MONEY,
            "refund": MONEY,
            "currency": TEXT,
            "lines": "INTEGER",
            "kind": TEXT,  # order | invoice | payment | deal
            "vat": TEXT,  # with | without; NULL where the export does not say
            "promised_day": DAY,  # when delivery was promised
            "delivered_day": DAY,
            "source": TEXT,
        },
        "order_lines": {
            "order_id": TEXT,
            "customer_id": TEXT,
            "order_day": DAY,
            "product": TEXT,
            "quantity": MONEY,
            "unit_price": MONEY,
            "amount": MONEY,
            "currency": TEXT,
            "kind": TEXT,  # order | invoice
            "vat": TEXT,  # with | without; NULL where the export does not say
            "source": TEXT,
        },
        "subscriptions": {
            "subscription_id": TEXT,
            "customer_id": TEXT,
            "start_day": DAY,
            "end_day": DAY,  # the day it stopped being in force; NULL while it runs
            "notice_day": DAY,  # the day it was cancelled, where known
            "status": TEXT,  # active | trial | ended
            "reason": TEXT,
            "amount_month": MONEY,
            "currency": TEXT,
            "source": TEXT,
        },
        "responses": {
            # long: one row an answered item. customer_id NULL: an anonymous answer
            "response_id": TEXT,
            "customer_id": TEXT,
            "survey_day": DAY,  # NULL where the export has no date
            "kind": TEXT,  # relationship | transaction
            "item": TEXT,  # one of ITEMS
            "score": "DOUBLE",  # as asked, never rescaled
            "scale_low": "SMALLINT",
            "scale_high": "SMALLINT",
            "text": TEXT,  # for item "comment" only
            "wave": TEXT,  # the survey round, where the export names one
            "weight": "DOUBLE",  # post-stratification weight of the respondent, where the export has one
            "source": TEXT,
        },
        "tickets": {
            "ticket_id": TEXT,
            "customer_id": TEXT,
            "opened_day": DAY,
            "resolved_day": DAY,
            "hours_to_reply": "DOUBLE",
            "hours_to_resolve": "DOUBLE",
            "category": TEXT,
            "complaint": "BOOLEAN",
            "satisfied": "BOOLEAN",  # Good / Bad; NULL: no response
            "channel": TEXT,  # one of CHANNELS, or "other"
            "contacts": "INTEGER",  # how many replies of the client's staff it took
            "source": TEXT,
        },
    }
)

#: Survey items that an answer may belong to.
ITEMS = (
    "nps",  # would recommend
    "csat",  # overall satisfaction as its own question
    "nki_overall",
    "nki_expectation",
    "nki_ideal",
    "value_quality",  # quality given the price
    "value_price",  # price given the quality
    "sat_product",
    "sat_service",
    "trust",
    "ces",  # "made it easy", high is good (CES 2.0)
    "rebuy",  # would choose again
    "switch",  # likely to switch, high is bad
    "competitor",  # the best alternative supplier's value for money
    "decline_offer",  # would decline a competitor's offer
    "buy_more",  # will buy more
    "feedback",  # gives honest feedback
    "emotion",  # feels attached
    "att_quality",  # the product keeps: performance, durability, reliability
    "att_range",  # the assortment
    "att_delivery",  # delivery as promised
    "att_staff",  # how one is met
    "att_support",  # support: speed and quality of answers
    "att_website",  # finding one's way, information
    "att_ordering",  # ordering and paying
    "ces_effort",  # CES 1.0: how much effort the customer had to make, high is bad
    "comment",
)

#: The seven channels of article 003 by which customers reach a client; any other is "other".
CHANNELS = ("web_chat", "bot", "social", "messenger", "email", "video", "voice")
