"""``python -m sphinx_drugmono`` is the ``drugmono`` command."""

import sys

from sphinx_drugmono.cli import main

if __name__ == "__main__":
    sys.exit(main())
