"""Reads sheets of answers, or says everything that is wrong with them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from auditor.attest.dates import months_after, read_date
from auditor.attest.model import MOST_MONTHS, USUAL_MONTHS, AttestError, Problem, Sheet
from auditor.attest.nodes import BrokenYamlError, Value, compose
from auditor.attest.vocabulary import meaning, meanings, nearest, word
from auditor.judge.result import Review, Statement
from auditor.rulebook.model import LANGS, Automation, Rulebook
from auditor.targets.fault import Fault
from auditor.targets.text import decode

#: A statement points to evidence; it is no place for whole reports.
MOST_CHARACTERS = 1000

_SIGNATURE = ("body", "role", "given", "valid_until")
_HEAD = ("service", "name", *_SIGNATURE, "answers", "reviews")
_STATEMENT = ("answer", "evidence", "remark", *_SIGNATURE)
_REVIEW = ("rule", "page", "look", "decision", "reason", *_SIGNATURE)
_FINGERPRINT = re.compile(r"[0-9a-f]{16}(#[0-9]+)?")
_SUFFIXES = frozenset({".yaml", ".yml"})

_Texts = Mapping[str, Value]


def read_sheets(paths: Iterable[Path], rulebook: Rulebook, today: date) -> tuple[Sheet, ...]:
    """All sheets of these files and folders, by name within a folder. ``today``: no answer may be given later.

    Raises:
        AttestError: at least one sheet is wrong; it lists all mistakes of all of them.
    """
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for path in paths:
        for file in _files(path, problems):
            reader = _Reader(str(file), rulebook, today)
            sheet = reader.read(file)
            problems += sorted(reader.problems, key=lambda each: each.line)
            sheets += [sheet] if sheet else []
    if problems:
        raise AttestError(problems)
    return tuple(sheets)


def _files(path: Path, problems: list[Problem]) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    found = tuple(sorted(each for each in path.iterdir() if each.suffix.lower() in _SUFFIXES))
    if not found:
        problems.append(Problem(str(path), 1, "no-sheet", "mend-folder"))
    return found


@dataclass
class _Reader:
    """Reads one file and collects its mistakes."""

    file: str
    rulebook: Rulebook
    today: date
    problems: list[Problem] = field(default_factory=list)
    open: int = 0

    def read(self, path: Path) -> Sheet | None:
        """The sheet; None where nothing could be made of the file."""
        root = self._root(path)
        if root is None:
            return None
        head = self._keys(root, _HEAD)
        if not {"answers", "reviews"} & head.keys():
            self._note(root.line, "empty", "mend-shape")
        statements = [self._statement(rule, value, head) for rule, value in self._entries(head, "answers")]
        reviews = [self._review(mark, value, head) for mark, value in self._entries(head, "reviews")]
        return Sheet(
            file=self.file,
            services=self._services(head.get("service")),
            statements=tuple(filter(None, statements)),
            reviews=tuple(filter(None, reviews)),
            open=self.open,
        )

    def _root(self, path: Path) -> Value | None:
        try:
            text = decode(path.read_bytes())
        except OSError as error:
            self._note(1, "unreadable", "mend-file", detail=error.strerror or str(error))
            return None
        if isinstance(text, Fault):
            self._note(1, "no-text", "mend-text")
            return None
        try:
            return compose(text)
        except BrokenYamlError as error:
            self._note(error.line, "broken", "mend-yaml", detail=error.detail)
            return None

    def _keys(self, value: Value, known: Sequence[str]) -> dict[str, Value]:
        """The values of a mapping by the meaning of their keys."""
        found: dict[str, Value] = {}
        for written, each in self._pairs(value):
            key = meaning("keys", written)
            if key is None or key not in known:
                self._unknown(each.line, "unknown-key", written, "keys", known)
            elif key in found:
                self._note(each.line, "double-key", "mend-double", word=written)
            else:
                found[key] = each
        return found

    def _entries(self, head: _Texts, key: str) -> list[tuple[str, Value]]:
        """The answers or reviews of a sheet, each once."""
        if key not in head or head[key].is_empty:
            return []
        found: dict[str, Value] = {}
        for written, value in self._pairs(head[key]):
            if written in found:
                self._note(value.line, "double-key", "mend-double", word=written)
            found.setdefault(written, value)
        return list(found.items())

    def _pairs(self, value: Value) -> list[tuple[str, Value]]:
        pairs = value.pairs()
        if pairs is None:
            self._note(value.line, "shape", "mend-shape")
            return []
        return list(pairs)

    def _services(self, value: Value | None) -> tuple[str, ...]:
        if value is None or value.is_empty:
            self._note(value.line if value else 1, "no-service", "mend-service")
            return ()
        return tuple(url for each in value.items() if (url := self._service(each)))

    def _service(self, value: Value) -> str:
        text = self._text(value, "service")
        if not is_address(text):
            self._note(value.line, "bad-service", "mend-service", word=text)
            return ""
        return text

    def _statement(self, rule: str, value: Value, head: _Texts) -> Statement | None:
        self._check_rule(rule, value.line, measured=False)
        texts = self._keys(value, _STATEMENT)
        answer = self._choice("answers", texts.get("answer"), value.line, rule)
        if answer in {None, "open"}:
            self.open += answer == "open"
            return None
        evidence, remark = (
            self._text(texts.get("evidence"), "evidence"),
            self._text(texts.get("remark"), "remark"),
        )
        if answer == "met" and not evidence:
            self._note(texts["answer"].line, "needs-evidence", "mend-evidence")
        if answer == "not-applicable" and not remark:
            self._note(texts["answer"].line, "needs-remark", "mend-remark")
        signed = self._signed(texts, head)
        if signed is None:
            return None
        values = {"rule": rule, "answer": answer, "evidence": evidence, "remark": remark}
        return Statement.model_validate({**values, **signed})

    def _review(self, mark: str, value: Value, head: _Texts) -> Review | None:
        if not _FINGERPRINT.fullmatch(mark):
            self._note(value.line, "bad-fingerprint", "mend-fingerprint", word=mark)
        texts = self._keys(value, _REVIEW)
        rule = self._text(texts.get("rule"), "rule")
        self._check_rule(rule, texts["rule"].line if "rule" in texts else value.line, measured=True)
        decision = self._choice("decisions", texts.get("decision"), value.line, mark)
        if decision in {None, "open"}:
            self.open += decision == "open"
            return None
        remark = self._text(texts.get("reason"), "reason")
        if not remark:
            self._note(texts["decision"].line, "needs-reason", "mend-reason")
        signed = self._signed(texts, head)
        if signed is None:
            return None
        values = {"fingerprint": mark, "rule": rule, "decision": decision, "remark": remark}
        return Review.model_validate({**values, **signed})

    def _check_rule(self, rule: str, line: int, *, measured: bool) -> None:
        """Statements are for what is not measured by the program alone; reviews for any rule."""
        by_id = {each.id: each for each in self.rulebook.rules}
        found = by_id.get(rule)
        if found is None:
            near = nearest(rule, by_id)
            hint, params = ("near", {"near": near}) if near else ("mend-rule", {})
            self._note(line, "unknown-rule", hint, word=rule, **params)
        elif not measured and found.automation is Automation.AUTOMATIC:
            self._note(line, "measured-rule", "mend-measured", word=rule)

    def _choice(self, kind: str, value: Value | None, line: int, rule: str) -> str | None:
        if value is None or value.is_empty:
            place = value.line if value else line
            self._note(place, "no-answer", "choose", rule=rule, kind=kind, names=meanings(kind))
            return None
        text = self._text(value, "answer")
        found = meaning(kind, text)
        if found is None:
            self._unknown(value.line, "unknown-answer", text, kind, meanings(kind))
        return found

    def _signed(self, own: _Texts, head: _Texts) -> dict[str, object] | None:
        """Who and when; what the answer leaves empty it takes from the head of the sheet."""
        taken = {key: _first(own.get(key), head.get(key)) for key in _SIGNATURE}
        body, role = self._needed("body", taken["body"]), self._needed("role", taken["role"])
        given = self._date(taken["given"]) if self._needed("given", taken["given"]) else None
        if given is None:
            return None
        if given > self.today:
            self._note(_at(taken["given"]), "future", "mend-future", word=given.isoformat())
        until = self._until(given, taken["valid_until"])
        if until is None or not body or not role:
            return None
        return {"body": body, "role": role, "given": given, "valid_until": until}

    def _needed(self, key: str, value: Value | None) -> str:
        text = self._text(value, key) if value else ""
        if not text:
            self._note(_at(value), f"needs-{key}", "mend-head")
        return text

    def _date(self, value: Value | None) -> date | None:
        text = self._text(value, "given") if value else ""
        found = read_date(text)
        if found is None:
            self._note(_at(value), "bad-date", "mend-date", word=text)
        return found

    def _until(self, given: date, value: Value | None) -> date | None:
        if value is None or value.is_empty:
            return months_after(given, USUAL_MONTHS)
        until, latest = self._date(value), months_after(given, MOST_MONTHS)
        if until is not None and until < given:
            self._note(value.line, "ends-early", "mend-early")
        elif until is not None and until > latest:
            self._note(value.line, "too-far", "mend-far", months=MOST_MONTHS, latest=latest.isoformat())
        return until

    def _text(self, value: Value | None, key: str) -> str:
        if value is None:
            return ""
        text = value.text
        if text is None:
            self._note(value.line, "no-text-value", "mend-yaml", kind="keys", names=(key,))
            return ""
        if len(text) > MOST_CHARACTERS:
            self._note(value.line, "too-long", "mend-long", length=len(text), limit=MOST_CHARACTERS)
        return text

    def _unknown(self, line: int, key: str, written: str, kind: str, names: Sequence[str]) -> None:
        near = nearest(written, [word(kind, name, lang) for name in names for lang in LANGS])
        if near:
            self._note(line, key, "near", word=written, near=near)
        else:
            self._note(line, key, "choose", word=written, kind=kind, names=tuple(names))

    def _note(
        self, line: int, key: str, hint: str, kind: str = "", names: Sequence[str] = (), **params: object
    ) -> None:
        problem = Problem(self.file, line, key, hint, params, kind, tuple(names))
        if problem not in self.problems:  # a mistake in the head would otherwise be told with every answer
            self.problems.append(problem)


def is_address(text: str) -> bool:
    """Whether this is the full address of a web page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def _first(own: Value | None, head: Value | None) -> Value | None:
    """What the answer itself says, else the head of the sheet."""
    return head if own is None or own.is_empty else own


def _at(value: Value | None) -> int:
    return value.line if value else 1
