"""A published poll for tests, and what of it stands beside 老厂镇's evaluation."""

from collections.abc import Sequence

from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.poll import PollManifest
from surveys.quotation.matching import match, topics
from surveys.quotation.quoted import Choice, Quotation, Source, quote
from surveys.statistics.poll_findings import find_poll
from tests.builders import FOUR_DEPARTMENTS
from tests.reports.poll_cases import the_poll, the_poll_count, the_poll_result

SERVICE = "offices:service"
"""The topic that every test quotes: 服务态度 of two of the four departments."""


def a_source(manifest: PollManifest | None = None) -> Source:
    """Counted, protected, read, as a worker publishes it."""
    manifest = manifest or the_poll()
    result = the_poll_result(manifest)
    fingerprint = canonical.fingerprint(canonical.encode(result))
    reading = find_poll(manifest, the_poll_count(manifest), result, fingerprint=fingerprint)
    return Source(manifest, result, fingerprint, reading)


def a_choice(
    source: Source, appraisees: Sequence[Appraisee] = FOUR_DEPARTMENTS, *, topic: str = SERVICE
) -> Choice:
    """What the page proposes."""
    (found,) = (each for each in topics(source.manifest.form, appraisees) if each.key == topic)
    return Choice(found.title, found.answers, match(found, appraisees))


def a_quotation(source: Source | None = None) -> Quotation:
    """服务态度 of two departments, beside four."""
    source = source or a_source()
    return quote(source, a_choice(source))
