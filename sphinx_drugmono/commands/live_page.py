"""One page of a project, built alone and served to the browser that shows it."""

from __future__ import annotations

import re
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_drugmono.commands.console import UsageError
from sphinx_drugmono.commands.project import find_project

_VERSION = "/drugmono-version"
_RELOAD = f"""<script>
(() => {{
  let known = null;
  setInterval(async () => {{
    try {{
      const version = await (await fetch("{_VERSION}", {{ cache: "no-store" }})).text();
      if (known !== null && version !== known) location.reload();
      known = version;
    }} catch {{ /* the preview was stopped */ }}
  }}, 300);
}})();
</script>
""".encode()

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")

_ALONE = {
    # What is about pages that are not here.
    "suppress_warnings": ["drugmono.missing-reference", "ref", "toc", "image.not_readable"],
    "drugmono_shards": {},
    "drugmono_export": False,
    "drugmono_full_text_search": True,
}


class LivePage:
    """A page, and how to build it with the configuration of its project.

    Raises :class:`~sphinx_drugmono.commands.console.UsageError` if it is not in the folder of its
    project.
    """

    def __init__(self, path: Path, work: Path) -> None:
        self._path = path.resolve()
        self._work = work
        project = find_project(path)
        self._conf = project.folder.resolve() if project else None
        self._source = self._conf or self._path.parent
        self._name = self._path.relative_to(self._source).as_posix()
        self._docname = self._name.rpartition(".")[0]
        self._seen: object = None
        self.address = f"{quote(self._docname)}.html"
        self.version = 0

    @property
    def output(self) -> Path:
        """The folder the page is built in."""
        return self._work / "html"

    def changed(self) -> bool:
        """Whether the page, or what decides how it looks, was written since the last build."""
        return self._stamps() != self._seen

    def _stamps(self) -> object:
        watched = [self._path]
        if self._conf is not None:
            watched += [self._conf / "conf.py", *sorted(self._conf.glob("*.toml"))]
        found = []
        for path in watched:
            try:
                stat = path.stat()
            except OSError:
                continue  # an editor is at it
            found.append((path, stat.st_mtime_ns, stat.st_size))
        return found

    def build(self) -> tuple[float, list[str]]:
        """Build the page; returns the seconds it took, and what there is to say of it."""
        self._seen = self._stamps()
        start = time.perf_counter()
        warnings = StringIO()
        settings: dict[str, Any] = {
            **_ALONE,
            "root_doc": self._docname,
            "include_patterns": [_literal(self._name)],
        }
        if self._conf is None:
            settings |= {
                "extensions": ["sphinx_drugmono"],
                "drugmono_pages": ["**"],
                "project": self._path.stem,
            }
        failure = ""
        try:
            with patch_docutils(), docutils_namespace():
                app = Sphinx(
                    self._source,
                    self._conf,
                    self.output,
                    self._work / "doctrees",
                    "html",
                    settings,
                    status=None,
                    warning=warnings,
                )
                app.build()
        except Exception as error:  # conf.py and extensions can raise anything; go on watching
            failure = f"{type(error).__name__}: {error}"
        remarks = [line for line in _COLOURS.sub("", warnings.getvalue()).splitlines() if line]
        if failure:
            remarks.append(f"cannot be built: {failure}")
            if self.version == 0:
                raise UsageError("\n".join(remarks))
        else:
            self.version += 1
        return time.perf_counter() - start, remarks


def _literal(name: str) -> str:
    """A pattern that matches this name alone."""
    return re.sub(r"([*?\[])", r"[\1]", name)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the pages, each with a script that loads it again after a build."""

    def __init__(self, *args: Any, page: LivePage, **options: Any) -> None:
        self._page = page
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        """Answer a request."""
        # A page of the web that has its own name lead to this address is not answered.
        if (self.headers.get("Host") or "").partition(":")[0] not in ("127.0.0.1", "localhost"):
            self.send_error(403)
        elif self.path == _VERSION:
            self._answer(str(self._page.version).encode(), "text/plain")
        elif self.path == "/":
            self.send_response(302)
            self.send_header("Location", f"/{self._page.address}")
            self.end_headers()
        elif self.path.partition("?")[0].endswith(".html"):
            self._show()
        else:
            super().do_GET()

    def _show(self) -> None:
        try:
            text = Path(self.translate_path(self.path)).read_bytes()
        except OSError:
            self.send_error(404)
            return
        self._answer(text.replace(b"</body>", _RELOAD + b"</body>"), "text/html; charset=utf-8")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def list_directory(self, path: Any) -> None:
        """Show no folders."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing of requests."""


def serve(page: LivePage, port: int) -> ThreadingHTTPServer:
    """Serve a page in the background, to this computer alone. Raises ``OSError``."""
    handler = partial(_Handler, page=page, directory=str(page.output))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
