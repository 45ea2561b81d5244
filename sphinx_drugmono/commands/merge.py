"""Make one formulary of the exports of several.

EXPORT is a drugmono.json, which a project writes beside its pages if its conf.py has
`drugmono_export = True`. URL=EXPORT gives the address its pages are published at, if the export
does not have it (`html_baseurl` in conf.py); it may be relative to the new formulary, as in
`../a/=a/drugmono.json`.

The first time, DIR becomes a Sphinx project with the indices of all drugs and side effects, which
link into the formularies. Later runs only bring the exports in it up to date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

_CONF = '''\
"""Several formularies as one, made by drugmono merge."""

import json
from pathlib import Path

project = {title}
extensions = ["sphinx_drugmono"]
html_theme = {theme}
exclude_patterns = ["_build"]

# Written by drugmono merge: the exports by the addresses of the formularies.
drugmono_shards = json.loads(Path(__file__).with_name("shards.json").read_text("utf-8"))
'''

_INDEX = """\
# {title}

## Drugs

```{{drug-index}}
```

## Side effects

```{{effect-index}}
```
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("exports", nargs="+", metavar="EXPORT", help="an export, or URL=EXPORT")
    parser.add_argument("--into", required=True, metavar="DIR", help="the folder of the project")
    parser.add_argument("--title", default="Formulary", help="the title of the new formulary")


def run(arguments: argparse.Namespace) -> int:
    """Bring the exports together."""
    import json
    from importlib.util import find_spec
    from pathlib import Path

    from sphinx_drugmono.commands.scaffold import build_command, write_new

    folder = Path(arguments.into)
    contents: dict[str, bytes] = {}
    shards: dict[str, str] = {}
    total = 0
    for argument in arguments.exports:
        address, content, count = _export(argument)
        if address in shards:
            raise console.UsageError(f"two exports are published at {address}")
        name = f"exports/{_file_name(address)}.json"
        if name in contents:
            name = f"exports/{_file_name(address)}-{len(contents)}.json"
        shards[address] = name
        contents[name] = content
        total += count
    contents["shards.json"] = (json.dumps(shards, indent=2) + "\n").encode()
    if not (folder / "conf.py").exists():
        title = " ".join(arguments.title.split())
        theme = "furo" if find_spec("furo") else "alabaster"
        write_new(
            folder,
            {
                "conf.py": _CONF.format(title=repr(title), theme=repr(theme)).encode(),
                "index.md": _INDEX.format(title=title).encode(),
            },
        )
    elif not (folder / "shards.json").exists():
        raise console.UsageError(f"{folder} has a conf.py that drugmono merge did not write")
    _replace(folder, contents)
    console.write(f"{total} monographs of {len(shards)} formularies in {folder}")
    console.write(f"Build it: {build_command(folder)}")
    return console.OK


def _export(argument: str) -> tuple[str, bytes, int]:
    """The address of a formulary, its export, and how many monographs that has."""
    from pathlib import Path

    from sphinx_drugmono.extension.exports import (
        BASE_URL,
        ExportError,
        export_entries,
        read_export,
    )

    address, equals, name = argument.rpartition("=")
    if not equals or Path(argument).exists():
        address, name = "", argument
    try:
        content = Path(name).read_bytes()
        data = read_export(content.decode())
        address = (address or str(data.get("base_url") or "")).rstrip("/") + "/"
        if not BASE_URL.fullmatch(address):
            raise console.UsageError(
                f"{name}: give the address it is published at: https://example.org/a/={name}"
            )
        return address, content, sum(1 for _ in export_entries(data, address))
    except (OSError, UnicodeDecodeError, ExportError) as error:
        raise console.UsageError(f"{name}: {error}") from error


def _file_name(address: str) -> str:
    from sphinx_drugmono.monograph.names import make_id

    return make_id(address.rstrip("/").rpartition("/")[2])


def _replace(folder: Path, contents: dict[str, bytes]) -> None:
    """Write the exports, and take away those that are no more."""
    try:
        for name, content in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
        for path in (folder / "exports").glob("*.json"):
            if f"exports/{path.name}" not in contents:
                path.unlink()
    except OSError as error:
        raise console.UsageError(f"cannot write: {error}") from error
