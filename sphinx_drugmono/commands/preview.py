"""Show one page in the browser as the project will show it, and again at each change.

Only this page is built, with the configuration of its project (the nearest conf.py upwards), so it
takes well under a second however large the formulary is. Links to other drugs have nowhere to lead
to. The address it prints answers this computer alone. Stop it with Ctrl-C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse

    from sphinx_drugmono.commands.live_page import LivePage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="the page")
    parser.add_argument(
        "--port", type=int, default=8010, metavar="N", help="the port to serve at (default: 8010)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(arguments: argparse.Namespace) -> int:
    """Build, serve, watch."""
    import time
    import webbrowser
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from sphinx_drugmono.commands.live_page import LivePage, serve

    path = Path(arguments.file)
    if not path.is_file():
        raise console.UsageError(f"{path}: no such file")
    with TemporaryDirectory(prefix="drugmono-") as folder:
        page = LivePage(path, Path(folder))
        _report(page)
        try:
            server = serve(page, arguments.port)
        except OSError as error:
            raise console.UsageError(f"port {arguments.port}: {error.strerror}") from error
        address = f"http://127.0.0.1:{server.server_port}/{page.address}"
        console.write(f"see {address}")
        console.flush()
        if arguments.open:
            webbrowser.open(address)
        try:
            while True:
                time.sleep(0.2)
                if page.changed():
                    _report(page)
        except KeyboardInterrupt:
            return console.OK
        finally:
            server.shutdown()
            server.server_close()


def _report(page: LivePage) -> None:
    """Build the page and say how it went."""
    seconds, remarks = page.build()
    for remark in remarks:
        console.complain(remark)
    console.complain(f"built in {seconds:.1f} s")
