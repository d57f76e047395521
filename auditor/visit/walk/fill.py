"""Fills what a step asks, by meaning; on later tries other values, and what was left empty at first."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from auditor.evidence.model import Filled
from auditor.visit.walk.data import Facts, attachment_for, values_for
from auditor.visit.walk.lock import Lock
from auditor.visit.walk.meaning import meaning_of
from auditor.visit.walk.state import Asked, Look, act
from auditor.wording import table

_NEVER = frozenset({"password", "card-number", "card-code", "captcha", "honeypot"})
_BOXES = frozenset({"checkbox", "aria-checkbox", "aria-switch"})
#: Their answer does not stand in the element itself.
_UNREADABLE = frozenset({"aria-combobox", "aria-textbox", "range", "color"})
_YES = ("ja", "yes")
_NO = ("nein", "no", "keine", "nicht")


@dataclass
class Filler:
    """The values of one step: what was put where, and how often each was tried."""

    facts: Facts
    lock: Lock
    limit: float
    done: dict[str, Filled] = field(default_factory=dict)
    _tried: dict[str, set[str]] = field(default_factory=dict)

    async def fill(self, look: Look, attempt: int, wrong: frozenset[str]) -> int:
        """Fill what needs filling; returns how many fields were changed.

        Args:
            look: the present state.
            attempt: counts from 1; the first leaves alone what the page says may stay empty.
            wrong: keys of the fields that were refused the last time.
        """
        marked = any(f.needed for f in look.fields)
        changed = 0
        for asked in self._questions(look):
            if not self._due(asked, look, attempt, wrong, marked=marked):
                continue
            known = self.done.get(asked.key)
            tries = known.tries + (asked.key in wrong) if known else 1
            value = await self._answer(look, asked, tries)
            if value is None:
                continue
            changed += 1
            meaning = meaning_of(asked)
            self.lock.mark(value)
            self.done[asked.key] = Filled(
                label=(asked.group if asked.kind in {"radio", "aria-radio"} else "")
                or asked.label
                or asked.name,
                field=asked.name or asked.id,
                selector=asked.selector,
                kind=asked.kind,
                meaning=meaning,
                value=value,
                required=asked.needed,
                tries=tries,
            )
        return changed

    def _questions(self, look: Look) -> list[Asked]:
        """Fields in order, radio buttons once a group."""
        found: list[Asked] = []
        groups: set[str] = set()
        for asked in look.fields:
            if asked.kind in {"radio", "aria-radio"}:
                name = _group(asked)
                if name in groups:
                    continue
                groups.add(name)
            found.append(asked)
        return found

    def _due(self, asked: Asked, look: Look, attempt: int, wrong: frozenset[str], *, marked: bool) -> bool:
        """Whether to fill the field now; at first only what the page says is needed, where it says so at all."""
        if meaning_of(asked) in _NEVER or "refuse-offer" in table("walk").signals(asked.label):
            return False
        if asked.key in wrong:
            return True
        if self._answered(asked, look):
            return False
        if asked.key in self.done:  # a form built anew has lost what was put in
            return asked.kind not in _UNREADABLE
        if asked.kind in _BOXES:
            return self._box_due(asked, look, attempt, marked=marked)
        optional = asked.kind == "file" or "optional-mark" in table("fields").signals(
            f"{asked.label} {asked.hint}"
        )
        return asked.needed or attempt > 1 or not (marked or optional)

    def _box_due(self, asked: Asked, look: Look, attempt: int, *, marked: bool) -> bool:
        if not asked.required and self._one_of_many(asked, look):
            return False
        agreement = "agreement" in table("walk").signals(asked.label) and (not marked or attempt > 1)
        return asked.needed or agreement or (attempt > 2 and bool(asked.error))

    def _one_of_many(self, asked: Asked, look: Look) -> bool:
        """Whether another box of the same question is ticked already."""
        return bool(asked.group) and any(
            f.kind == asked.kind
            and f.group == asked.group
            and f.key != asked.key
            and (f.checked or f.key in self.done)
            for f in look.fields
        )

    def _answered(self, asked: Asked, look: Look) -> bool:
        if asked.kind in {"radio", "aria-radio"}:
            return any(f.checked for f in _group_of(asked, look))
        if asked.kind in _BOXES:
            return asked.checked
        if asked.kind == "select":
            return asked.chosen > 0 and not _placeholder(asked.options[asked.chosen].text)
        if asked.kind == "file":
            return asked.files > 0
        return bool(asked.value.strip()) and asked.kind not in {"range", "color"}

    async def _answer(self, look: Look, asked: Asked, tries: int) -> str | None:
        """Give an answer; its text, or None if the field does not take any."""
        if asked.kind in _CHOICES:
            return await _CHOICES[asked.kind](self, look, asked, tries)
        tried = self._tried.setdefault(asked.key, set())
        known = self.done.get(asked.key)
        if known is not None and known.tries == tries and not asked.value:
            value = known.value
        else:
            values = values_for(meaning_of(asked), asked, self.facts)
            value = next((v for v in values if v not in tried), "")
        if not value:
            return None
        tried.add(value)
        word = await act(look, asked.frame, {"act": "type", "ref": asked.ref, "value": value}, self.limit)
        return value if word == "done" else None

    async def tick(self, look: Look, asked: Asked, _tries: int) -> str | None:
        """Tick a box."""
        word = await act(look, asked.frame, {"act": "tick", "ref": asked.ref}, self.limit)
        return "angekreuzt" if word == "done" else None

    async def attach(self, look: Look, asked: Asked, _tries: int) -> str | None:
        """Attach a small harmless file."""
        file = attachment_for(asked.accept)
        order = {"act": "attach", "ref": asked.ref, "name": file.name, "type": file.type, "data": file.data}
        return file.name if await act(look, asked.frame, order, self.limit) == "done" else None

    async def choose_radio(self, look: Look, asked: Asked, tries: int) -> str | None:
        """Choose one of a group of radio buttons."""
        group = _group_of(asked, look)
        ranked = _ranked([f.label for f in group], asked.group, meaning_of(asked), self.facts)
        if not ranked:
            return None
        chosen = group[ranked[(tries - 1) % len(ranked)]]
        word = await act(look, chosen.frame, {"act": "tick", "ref": chosen.ref}, self.limit)
        return chosen.label or chosen.value or "gewählt" if word == "done" else None

    async def choose_option(self, look: Look, asked: Asked, tries: int) -> str | None:
        """Choose an entry of a select."""
        places = [
            i
            for i, o in enumerate(asked.options)
            if not o.disabled and not _placeholder(o.text) and (o.value or i > 0)
        ]
        words = [asked.options[i].text for i in places]
        ranked = _ranked(words, f"{asked.group} {asked.label}", meaning_of(asked), self.facts)
        if not ranked:
            return None
        index = places[ranked[(tries - 1) % len(ranked)]]
        word = await act(look, asked.frame, {"act": "choose", "ref": asked.ref, "index": index}, self.limit)
        return asked.options[index].text if word == "done" else None

    async def choose_listed(self, look: Look, asked: Asked, tries: int) -> str | None:
        """A combobox of ARIA: open it, take an option of its list."""
        values = values_for(meaning_of(asked), asked, self.facts)
        order = {"act": "open", "ref": asked.ref, "value": values[0] if values else ""}
        answer = await act(look, asked.frame, order, self.limit)
        options = json.loads(answer) if answer.startswith("[") else []
        words = [str(o["text"]) for o in options]
        ranked = _ranked(words, f"{asked.group} {asked.label}", meaning_of(asked), self.facts)
        if not ranked:  # a list that suggests only: what was typed may stand
            return values[0] if values and answer.startswith("[") else None
        chosen = options[ranked[(tries - 1) % len(ranked)]]
        await act(look, asked.frame, {"act": "pick", "ref": chosen["ref"]}, self.limit)
        return str(chosen["text"])


_Choose = Callable[[Filler, Look, Asked, int], Awaitable[str | None]]
_CHOICES: dict[str, _Choose] = {
    **dict.fromkeys(("radio", "aria-radio"), Filler.choose_radio),
    **dict.fromkeys(("checkbox", "aria-checkbox", "aria-switch"), Filler.tick),
    "select": Filler.choose_option,
    "aria-combobox": Filler.choose_listed,
    "file": Filler.attach,
}


def _group(asked: Asked) -> str:
    return f"{asked.frame}|{asked.form}|{asked.name or asked.group}"


def _group_of(asked: Asked, look: Look) -> list[Asked]:
    return [f for f in look.fields if f.kind == asked.kind and _group(f) == _group(asked)]


def _placeholder(text: str) -> bool:
    return not text.strip(" -–—.…") or "placeholder" in table("walk").signals(text)


def _ranked(words: list[str], question: str, meaning: str, facts: Facts) -> list[int]:
    """Places of the answers, the most useful first: what the data say, else what keeps us on the way."""
    wanted = (
        [v.lower() for v in values_for(meaning, Asked(ref=-1, kind="select"), facts)]
        if meaning != "text"
        else []
    )
    rather_no = "rather-no" in table("walk").signals(question)

    def rank(place: int) -> tuple[int, int]:
        text = words[place].lower().strip()
        if text in wanted:
            return (0, wanted.index(text))
        if "avoid" in table("walk").signals(text):
            return (3, place)
        first = text.split(",")[0].split(" ")[0]
        if (rather_no and first in _NO) or (not rather_no and first in _YES):
            return (1, place)
        return (2, place)

    return sorted(range(len(words)), key=rank)
