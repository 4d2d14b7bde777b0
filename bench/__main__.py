"""Everything that is measured, printed as one table; names of modules as arguments choose among them."""

from __future__ import annotations

import sys
from importlib import import_module

from bench.figures import table

ALL = ("formulas", "rescore", "pages")


def main() -> None:
    for name in sys.argv[1:] or ALL:
        sys.stdout.write(f"\n{name}\n{table(import_module(f'bench.{name}').measure())}\n")
        sys.stdout.flush()


main()
