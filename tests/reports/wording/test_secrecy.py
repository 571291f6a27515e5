"""What the voter is told of secrecy on the site is what the documents say, word for word."""

from pathlib import Path

from reports.wording.secrecy import ALWAYS, LIMITS, SEALED, SERVER_SEALED

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "for-the-voter.md"


def test_the_page_and_the_document_say_the_same_and_nothing_else() -> None:
    written = [
        line.removeprefix("- ")
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("- ")
    ]
    assert written == [*SEALED, *SERVER_SEALED, *ALWAYS, *LIMITS]


def test_it_fits_one_screen() -> None:
    assert sum(map(len, (*SEALED, *SERVER_SEALED, *ALWAYS, *LIMITS))) < 600
