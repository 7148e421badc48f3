"""Ways out: SMTP, Microsoft Graph; and the archive mailbox that tells what arrived."""
