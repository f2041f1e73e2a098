"""The report of a probe: findings as Markdown for support, and in short for the console.

Pure. Findings hold forms, not values; ticket numbers of what the probe sold are masked here, and the
whole text goes through the scrubber, so that no secret ever seen can stand in it by any way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from app.devtools import probe_mask
from app.devtools.probe_findings import Answer, Difference, Exchange, Field, Findings, State, Told
from app.i18n import has, t

_STATES = (State.ANSWERED, State.PARTLY, State.OPEN)


def markdown(findings: Findings, scrubber: probe_mask.Scrubber) -> str:
    """The whole report, one file."""
    parts = (
        _head(findings),
        _told("probe.report.notes", findings.notes),
        _answers(findings.answers),
        _differences(findings.differences),
        _told("probe.report.sale", findings.sale),
        _exchanges(findings.exchanges),
        _fields(findings.fields),
    )
    return scrubber.clean("\n".join(line for part in parts for line in part)) + "\n"


def short(findings: Findings, scrubber: probe_mask.Scrubber) -> tuple[str, ...]:
    """The report in short: what is settled, and counts of the rest."""
    lines = [t("probe.report.asked", count=len(findings.exchanges), server=findings.server)]
    for answer in findings.answers:
        if answer.state is not State.OPEN:
            lines.append(f"- {_question(answer)} {_said(answer)}")
    still = sum(1 for answer in findings.answers if answer.state is State.OPEN)
    lines.append(t("probe.report.still_open", count=still))
    lines.append(t("probe.report.differing", count=len(findings.differences)))
    return tuple(scrubber.clean(line) for line in lines)


def sentence(told: Told) -> str:
    """A sentence with ticket numbers masked and files without their folders."""
    return t(told.key, **{name: _masked(name, value) for name, value in told.params.items()})


def _masked(name: str, value: object) -> object:
    if name == "number":
        return probe_mask.form(str(value))
    return PurePath(str(value)).name if name == "file" else value


def _head(findings: Findings) -> Iterator[str]:
    yield f"# {t('probe.report.title', server=findings.server)}"
    yield ""
    at = findings.at.strftime("%Y-%m-%d %H:%M UTC")
    yield t("probe.report.head", version=findings.version, at=at, count=len(findings.exchanges))
    yield ""
    yield t("probe.report.redacted")


def _told(title: str, sentences: tuple[Told, ...]) -> Iterator[str]:
    if sentences:
        yield from ("", f"## {t(title)}", "")
        yield from (f"- {sentence(one)}" for one in sentences)


def _answers(answers: tuple[Answer, ...]) -> Iterator[str]:
    for state in _STATES:
        found = [answer for answer in answers if answer.state is state]
        if not found:
            continue
        yield from ("", f"## {t(f'probe.state.{state.value}', count=len(found))}", "")
        for answer in found:
            said = f" {_plain(_said(answer))}" if answer.text else ""
            how = f" *{t(f'probe.how.{answer.question}')}*" if _to_find_out(answer) else ""
            yield f"- **{_question(answer)}**{said}{how}"


def _to_find_out(answer: Answer) -> bool:
    return answer.state is not State.ANSWERED and has(f"probe.how.{answer.question}")


def _question(answer: Answer) -> str:
    return t(f"probe.question.{answer.question}")


def _said(answer: Answer) -> str:
    return t(f"probe.answer.{answer.text}", **answer.params) if answer.text else ""


def _differences(differences: tuple[Difference, ...]) -> Iterator[str]:
    yield from ("", f"## {t('probe.report.differences')}", "")
    if not differences:
        yield t("probe.report.no_differences")
    for one in differences:
        what = t(f"probe.difference.{one.kind}", seen=one.seen, expected=one.expected)
        yield f"- `{one.name}` {_code(one.path)}: {_plain(what)}"


def _exchanges(exchanges: tuple[Exchange, ...]) -> Iterator[str]:
    yield from ("", f"## {t('probe.report.exchanges')}", "")
    yield from _table(
        t("probe.report.exchange_columns").split("|"),
        (
            (
                f"{one.name} {one.about}".strip(),
                f"{one.method} {one.path}",
                "-" if one.http is None else str(one.http),
                "-" if one.envelope is None else str(one.envelope),
                " / ".join(filter(None, (one.declared, one.media))),
                f"{one.size}",
                f"{one.seconds * 1000:.0f}",
                _reading(one),
            )
            for one in exchanges
        ),
    )


def _reading(one: Exchange) -> str:
    tries = f"x{one.tries}" if one.tries > 1 else ""
    return " ".join(filter(None, (one.verdict.value, one.detail, tries)))


def _fields(fields: Mapping[str, tuple[Field, ...]]) -> Iterator[str]:
    yield from ("", f"## {t('probe.report.shapes')}", "")
    for name, found in fields.items():
        yield from (f"### {name}", "")
        rows = ((_code(one.path), _types(one), _count(one), _forms(one)) for one in found)
        yield from _table(t("probe.report.field_columns").split("|"), rows)
        yield ""


def _types(field: Field) -> str:
    if len(field.types) == 1:
        return next(iter(field.types))
    return ", ".join(f"{name} {count}" for name, count in field.types.items())


def _count(field: Field) -> str:
    return f"{field.count}/{field.parents}" if field.parents > field.count else str(field.count)


def _forms(field: Field) -> str:
    more = f" +{field.more}" if field.more else ""
    return " ".join(_code(form) for form in field.forms if form) + more


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(columns)
    yield _row(names)
    yield _row("---" for _ in names)
    yield from (_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"


def _plain(text: str) -> str:
    """Text that was on the wire once, with nothing that Markdown would take for its own."""
    return text.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")
