"""Cuts the Markdown body of a rule file into prose sections and examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from auditor.rulebook.errors import Report, choose
from auditor.rulebook.examples import Fence, RawExample
from auditor.rulebook.model import Text
from auditor.rulebook.vocabulary import EXAMPLES, EXPECTATIONS, SECTIONS

_HEADINGS = {
    heading: (key, lang)
    for key, pair in SECTIONS.items()
    for heading, lang in zip(pair, ("de", "en"), strict=True)
}

#: Section and language → words and line.
_Written = dict[tuple[str, str], tuple[str, int]]


@dataclass
class Body:
    """What stands below the front matter."""

    prose: dict[str, Text] = field(default_factory=dict)
    examples: list[RawExample] = field(default_factory=list)


@dataclass(frozen=True)
class _Section:
    """A heading of level 2 or 3 and the lines below it; lines count from 0 within the body."""

    level: int
    heading: str
    line: int
    end: int


def parse_body(text: str, first: int, report: Report) -> Body:
    """Read the body; ``first`` is the file's line (from 1) of its first line."""
    tokens = MarkdownIt("commonmark").parse(text)
    lines = text.split("\n")
    body = Body()
    written: _Written = {}
    in_examples = False
    for section in _sections(tokens, len(lines)):
        line = first + section.line
        if section.level == 2:
            in_examples = section.heading == EXAMPLES
            if not in_examples:
                _keep_prose(
                    section, "\n".join(lines[section.line + 1 : section.end]).strip(), line, written, report
                )
        elif in_examples:
            example = _example(section, line, list(_fences(tokens, section, first)), report)
            body.examples += [example] if example else []
        else:
            report.add(
                line, f"heading “{section.heading}” outside the examples", f"move it below “## {EXAMPLES}”"
            )
    body.prose = _pair(written, report)
    return body


def _sections(tokens: list[Token], total: int) -> Iterator[_Section]:
    """Sections of level 2 and 3; a prose section keeps what stands below its own level-3 headings, too."""
    found = [
        (int(token.tag[1]), inline.content.strip(), token.map[0])
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.tag in {"h2", "h3"} and token.map
    ]
    for index, (level, heading, line) in enumerate(found):
        end = found[index + 1][2] if index + 1 < len(found) else total
        yield _Section(level, heading, line, end)


def _keep_prose(section: _Section, words: str, line: int, written: _Written, report: Report) -> None:
    place = _HEADINGS.get(section.heading)
    if place is None:
        report.add(line, f"unknown section “{section.heading}”", choose_heading(section.heading))
    elif place in written:
        report.add(line, f"section “{section.heading}” stands twice", "keep one of the two")
    elif not words:
        report.add(line, f"section “{section.heading}” is empty", "write one to three sentences")
    else:
        written[place] = (words, line)


def choose_heading(heading: str) -> str:
    """The nearest known heading of level 2."""
    lowered = {name.lower(): name for name in [*_HEADINGS, EXAMPLES]}
    hint = choose(heading, lowered)
    for low, name in lowered.items():
        hint = hint.replace(f"“{low}”", f"“{name}”")
    return hint


def _pair(written: _Written, report: Report) -> dict[str, Text]:
    """Put German and English together; one without the other is a mistake."""
    prose = {}
    for key, (german, english) in SECTIONS.items():
        de, en = written.get((key, "de")), written.get((key, "en"))
        if de and en:
            prose[key] = Text(de=de[0], en=en[0])
        elif de or en:
            have, lacks = (german, english) if de else (english, german)
            report.add((de or en or ("", 1))[1], f"section “{have}” has no “{lacks}”", f"add “## {lacks}”")
    return prose


def _example(section: _Section, line: int, fences: list[Fence], report: Report) -> RawExample | None:
    word, _, sentence = section.heading.partition(":")
    expected = EXPECTATIONS.get(word.strip())
    if expected is None:
        low = {name.lower(): name for name in EXPECTATIONS}
        near = choose(word, low)
        report.add(line, f"example with unknown outcome “{word.strip()}”", near)
        return None
    if not sentence.strip():
        report.add(
            line,
            f"example “{word.strip()}” without a sentence",
            "say why after a colon: “### Passed: Because …”",
        )
    return RawExample(expected, sentence.strip(), line, tuple(fences))


def _fences(tokens: list[Token], section: _Section, first: int) -> Iterator[Fence]:
    for token in tokens:
        if token.type == "fence" and token.map and section.line < token.map[0] < section.end:
            yield Fence(token.info.strip(), token.content, first + token.map[0])
