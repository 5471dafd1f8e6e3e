"""Write the reference pages that follow from the code and the record; prose is in templates/.

`make docs` runs it; a test holds the pages to what it would write. Each page has a file in pages/.
"""

from __future__ import annotations

from pages.claims import claims_page
from pages.commands import cli_page
from pages.common import DOCS
from pages.covariates import covariates_page
from pages.dictionary import data_page
from pages.effects import effects_page
from pages.negotiations import negotiations_page
from pages.record import record_page

PAGES = {
    "record.md": record_page,
    "effects.md": effects_page,
    "data-dictionary.md": data_page,
    "command-line.md": cli_page,
    "claims.md": claims_page,
    "negotiations.md": negotiations_page,
    "covariates.md": covariates_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
