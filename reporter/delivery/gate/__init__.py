"""What must hold before anything leaves."""

from reporter.delivery.gate.complete import incomplete
from reporter.delivery.gate.identities import MAILBOXES, Identity, identity_of
from reporter.delivery.gate.leaks import leaks
from reporter.delivery.gate.recipients import digest_of, recipients_obstacles, shared
from reporter.delivery.gate.sound import unsound
from reporter.delivery.gate.texts import Material
from reporter.delivery.gate.twins import TWIN, twins
from reporter.delivery.gate.values import Obstacle

__all__ = [
    "MAILBOXES",
    "TWIN",
    "Identity",
    "Material",
    "Obstacle",
    "digest_of",
    "identity_of",
    "incomplete",
    "leaks",
    "recipients_obstacles",
    "shared",
    "twins",
    "unsound",
]
