"""A small HTTPS server on loopback, whose one handler is given by the test."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from tests.delivery.stand.certificates import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Server(ThreadingHTTPServer):
    """Serves over TLS; the handshake is done in the connection's own thread. Broken connections are expected."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401 - the base's signature
        """Say nothing: a client that goes away is what many tests are about."""


@contextmanager
def https_server(
    folder: Path, act: Callable[[BaseHTTPRequestHandler], None], certificate: str = "good"
) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Run a server as long as the block lasts; ``act`` answers each GET and POST.

    Returns:
        Its URL, and a context that trusts its authority and nothing else.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            act(self)

        do_POST = do_GET  # noqa: N815 - the base's name

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base's signature
            pass

    pairs = make(folder)
    pair = getattr(pairs, certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.cert, pair.key)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"https://localhost:{server.server_port}", ssl.create_default_context(cafile=str(pairs.ca))
        finally:
            server.shutdown()
            thread.join()


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer a request whole."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
