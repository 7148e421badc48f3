"""The settings of the two servers of the stand."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - named in a dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.delivery.stand.certificates import Pair

DOMAINS = ("norrvik.test", "vestera.test", "consult.test", "clients.test")
#: Mailboxes are read by the tests with this login, whoever owns them.
MASTER, MASTER_PASSWORD = "reader", "reads-all"
#: The folders of Postfix's queue.
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private",
          "public", "saved", "trace")  # fmt: skip
SERVER_NAME = "mail.consult.test"


def postfix_main(
    folder: Path, pair: Pair, addresses: Mapping[str, str], senders: Mapping[str, str], size_limit: int
) -> Mapping[str, str]:
    """Return the files of Postfix's folder but master.cf, each with its text.

    Args:
        folder: the stand's.
        pair: the server's certificate.
        addresses: the mailboxes that exist, beside c<number>@clients.test; the values are not read.
        senders: address in MAIL FROM → the login that may use it.
        size_limit: bytes.
    """
    etc = folder / "etc"
    main = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "q",
        "data_directory": folder / "d",
        "command_directory": "/usr/sbin",
        "daemon_directory": "/usr/lib/postfix/sbin",
        "mail_owner": "postfix",
        "setgid_group": "postdrop",
        "maillog_file": folder / "postfix.log",
        "maillog_file_prefixes": folder,
        "myhostname": SERVER_NAME,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "",
        "mydestination": "",
        "alias_maps": "",
        "alias_database": "",
        "local_recipient_maps": "",
        # nothing can leave this machine
        "default_transport": "error:5.1.2 nothing leaves the stand",
        "relay_transport": "error:5.1.2 nothing leaves the stand",
        "local_transport": "error:5.1.2 nothing is local",
        "relay_domains": "",
        "virtual_transport": "lmtp:unix:private/dovecot-lmtp",
        "virtual_mailbox_domains": " ".join(DOMAINS),
        "virtual_mailbox_maps": f"texthash:{etc}/mailboxes regexp:{etc}/catch",
        "message_size_limit": size_limit,
        "mailbox_size_limit": 0,
        "virtual_mailbox_limit": 0,
        "smtpd_tls_chain_files": f"{pair.key}, {pair.cert}",
        "smtpd_tls_auth_only": "yes",
        "smtpd_tls_mandatory_protocols": ">=TLSv1.2",
        "tls_random_source": "dev:/dev/urandom",
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": "private/auth",
        "smtpd_sender_login_maps": f"texthash:{etc}/senders",
        "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
        "smtpd_sender_restrictions": "reject_sender_login_mismatch",
        # a relay of its own kind: it has mailboxes, and sends nothing on even for its users
        "smtpd_recipient_restrictions": "reject_unauth_destination, reject_unlisted_recipient, permit",
        "smtpd_error_sleep_time": "0",
        "smtpd_client_connection_count_limit": "0",
        "smtpd_client_connection_rate_limit": "0",
        "smtpd_client_auth_rate_limit": "0",
        "smtpd_client_message_rate_limit": "0",
        "smtpd_peername_lookup": "no",
        "in_flow_delay": "0",
        "biff": "no",
    }
    return {
        "main.cf": "".join(f"{key} = {value}\n" for key, value in main.items()),
        "mailboxes": "".join(f"{address} ok\n" for address in addresses),
        "catch": "/^c[0-9]+@clients\\.test$/ ok\n",
        "senders": "".join(f"{address} {login}\n" for address, login in senders.items()),
    }


def postfix_master(starttls: int, tls: int) -> str:
    """Return master.cf: submission with STARTTLS, with TLS from the start, and what delivers to Dovecot."""
    return f"""\
127.0.0.1:{starttls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def dovecot(folder: Path, pair: Pair, imaps: int, user: tuple[int, int]) -> str:
    """Return dovecot.conf: IMAP over TLS, LMTP and SASL for Postfix, all under ``folder``.

    Args:
        folder: the stand's.
        pair: the server's certificate.
        imaps: port.
        user: uid and gid that own the mail.
    """
    uid, gid = user
    return f"""\
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{pair.cert}
ssl_key = <{pair.key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
auth_master_user_separator = *
auth_verbose = yes
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%Lu
mail_max_userip_connections = 0
lmtp_save_to_detail_mailbox = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/masters
  master = yes
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%Lu allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener {folder}/q/private/dovecot-lmtp {{
    mode = 0600
    user = postfix
    group = postfix
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {folder}/q/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""
