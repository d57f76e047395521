"""Takes a resident through a demo form: steps, errors, check page, sending, confirmation and copy."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from jinja2 import Environment

from auditor.demo import pdf
from auditor.demo.content import Town
from auditor.demo.forms import Field, Form
from auditor.demo.log import Kind
from auditor.demo.web import Request, Response, redirect

_COOKIE = "sitzung"
_COOKIE_PLACE = "Path=/formular/; HttpOnly; SameSite=Lax"


@dataclass
class _Session:
    answers: dict[str, str] = field(default_factory=dict)
    number: str = ""
    sent: dict[str, str] = field(default_factory=dict)
    code: str = ""


class Sessions:
    """Answers by session and form, and drafts by the code that brings them back. Lost when the server stops."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: dict[tuple[str, str], _Session] = {}
        self._drafts: dict[str, tuple[str, dict[str, str]]] = {}

    def get(self, cookie: str, form: Form) -> _Session:
        """The session of this cookie for this form; a fresh one if there is none."""
        with self._lock:
            return self._sessions.get((cookie, form.id), _Session())

    def put(self, cookie: str, form: Form, session: _Session) -> None:
        """Remember the answers."""
        with self._lock:
            self._sessions[cookie, form.id] = session

    def keep(self, form: Form, answers: Mapping[str, str]) -> str:
        """Keep a draft; the code opens it again."""
        code = "-".join(
            "".join(secrets.choice("ABCDEFGHKLMNPQRSTUVWXYZ23456789") for _ in range(4)) for _ in range(3)
        )
        with self._lock:
            self._drafts[code] = (form.id, dict(answers))
        return code

    def draft(self, form: Form, code: str) -> dict[str, str] | None:
        """The draft kept under this code, if it belongs to this form."""
        with self._lock:
            owner, answers = self._drafts.get(code.strip().upper(), ("", {}))
        return dict(answers) if owner == form.id else None


class Flow:
    """One request inside one form."""

    def __init__(
        self, request: Request, form: Form, town: Town, sessions: Sessions, templates: Environment
    ) -> None:
        self.request, self.form, self.town = request, form, town
        self.sessions, self.templates = sessions, templates
        self.cookie = request.cookies.get(_COOKIE, "")
        self.session = self._restore()

    def respond(self, rest: str) -> Response | None:
        """The answer to ``/formular/<id>/<rest>``; None if there is no such page."""
        name, _, number = rest.partition("/")
        if name == "schritt" and number.isdecimal() and 1 <= int(number) <= len(self.form.steps):
            return self._step(int(number))
        if name == "":
            return self._show_step(1, {})
        pages = {
            "pruefen": self._review,
            "absenden": self._send,
            "bestaetigung": self._done,
            "kopie": self._copy,
            "kopie.pdf": self._copy_pdf,
            "gespeichert": self._saved,
            "fortsetzen": self._resume,
            "ausdruck": self._paper,
            "ausdruck.pdf": self._paper_pdf,
        }
        page = pages.get(name)
        return page() if page else None

    # state

    def _restore(self) -> _Session:
        if self.form.state == "session":
            return self.sessions.get(self.cookie, self.form)
        try:
            answers = json.loads(base64.b64decode(self.request.fields.get("stand", "e30=")))
        except (binascii.Error, ValueError):
            answers = {}
        return _Session({str(k): str(v) for k, v in answers.items()} if isinstance(answers, dict) else {})

    def _keep(self, answers: dict[str, str]) -> None:
        self.session.answers = answers
        if self.form.state == "session":
            self.cookie = self.cookie or secrets.token_urlsafe(18)
            self.sessions.put(self.cookie, self.form, self.session)

    def _go(self, path: str, show: Response) -> Response:
        """After a POST: on to the page's own address, or the page at once where no session could carry the answers."""
        if self.form.state == "hidden":
            return show
        answer = redirect(f"/formular/{self.form.id}/{path}", kind="step")
        return answer.with_cookie(_COOKIE, self.cookie, _COOKIE_PLACE)

    # steps

    def _step(self, number: int) -> Response:
        if self.request.method == "POST":
            return self._take_step(number)
        open_step = self.form.first_open(self.session.answers)
        if open_step is not None and open_step < number:
            return redirect(f"/formular/{self.form.id}/schritt/{open_step}")
        return self._show_step(number, {})

    def _take_step(self, number: int) -> Response:
        answers = self._with_answers(number)
        action = self.request.fields.get("aktion", "weiter")
        self._keep(answers)
        if action == "zurueck":
            before = max(number - 1, 1)
            return self._go(f"schritt/{before}", self._show_step(before, {}, "step"))
        if action == "speichern" and self.form.resumable:
            self.session.code = self.sessions.keep(self.form, answers)
            return redirect(f"/formular/{self.form.id}/gespeichert", kind="save").with_cookie(
                _COOKIE, self.cookie, _COOKIE_PLACE
            )
        errors = self.form.errors(number, answers)
        if errors:
            return self._show_step(number, errors, "step")
        if number < len(self.form.steps):
            return self._go(f"schritt/{number + 1}", self._show_step(number + 1, {}, "step"))
        return self._go("pruefen", self._review())

    def _with_answers(self, number: int) -> dict[str, str]:
        answers = dict(self.session.answers)
        for question in self.form.needed(self.form.step(number), answers):
            given = self.request.fields.get(question.name)
            if question.kind == "file":
                answers[question.name] = given or answers.get(question.name, "")
            else:
                answers[question.name] = given or ""
        return answers

    def _show_step(self, number: int, errors: Mapping[str, str], kind: Kind = "page") -> Response:
        step = self.form.step(number)
        shown = [
            (group, [f for f in group.fields if f in self.form.needed(step, self.session.answers)])
            for group in step.groups
        ]
        return self._page("schritt", kind, number=number, step=step, groups=shown, errors=errors)

    # end

    def _review(self) -> Response:
        open_step = self.form.first_open(self.session.answers)
        if open_step is not None:
            return redirect(f"/formular/{self.form.id}/schritt/{open_step}")
        return self._page("pruefen", "page" if self.request.method == "GET" else "step", errors={})

    def _send(self) -> Response | None:
        """The one binding act of an online form; logged as ``final``."""
        if self.form.ending == "paper":
            return None
        if self.request.method != "POST":
            return redirect(f"/formular/{self.form.id}/pruefen")
        action = self.request.fields.get("aktion", "absenden")
        if action == "zurueck":
            last = len(self.form.steps)
            return self._go(f"schritt/{last}", self._show_step(last, {}, "step"))
        given = {f.name: self.request.fields.get(f.name, "") for f in self.form.consents}
        errors = {f.name: f.missing for f in self.form.consents if f.required and not given[f.name]}
        if errors or self.form.first_open(self.session.answers) is not None:
            return self._page("pruefen", "final", errors=errors)
        self.session.number = self.form.number(self.session.answers)
        self.session.sent, self.session.answers = self.session.answers, {}
        self._keep({})
        answer = self._go("bestaetigung", self._page("bestaetigung", "final"))
        answer.kind = "final"
        return answer

    def _done(self) -> Response:
        return (
            self._page("bestaetigung")
            if self.session.number
            else redirect(f"/formular/{self.form.id}/schritt/1")
        )

    def _copy(self) -> Response | None:
        return self._page("kopie") if self.session.number and self.form.copies else None

    def _copy_pdf(self) -> Response | None:
        if not self.session.number or not self.form.copies:
            return None
        lines = [
            pdf.Line(f"Eingegangen bei: {self.form.office}, {self.town.name}"),
            pdf.Line(f"Vorgangsnummer: {self.session.number}"),
            *self._answer_lines(self.session.sent),
            pdf.Line("Diese Kopie ist für Ihre Unterlagen. Sie müssen nichts weiter tun.", "small"),
        ]
        return _download(
            pdf.write(f"Kopie Ihrer Angaben: {self.form.title}", lines, tagged=True), self.session.number
        )

    def _paper(self) -> Response | None:
        if self.form.ending != "paper":
            return None
        if self.form.first_open(self.session.answers) is not None:
            return redirect(f"/formular/{self.form.id}/schritt/1")
        return self._page("ausdruck", "page" if self.request.method == "GET" else "step")

    def _paper_pdf(self) -> Response | None:
        if self.form.ending != "paper" or not self.session.answers:
            return None
        lines = [
            pdf.Line(f"An: {self.town.name}, {self.town.street}, {self.town.postcode} {self.town.short}"),
            *self._answer_lines(self.session.answers),
            pdf.Line(""),
            pdf.Line("Ort, Datum", rule=True),
            pdf.Line("Unterschrift", rule=True),
            pdf.Line(f"Bitte ausdrucken, unterschreiben und per Post an {self.town.name} senden.", "small"),
        ]
        return _download(pdf.write(self.form.title, lines), self.form.id)

    def _answer_lines(self, answers: Mapping[str, str]) -> list[pdf.Line]:
        lines: list[pdf.Line] = []
        for step in self.form.steps:
            lines.append(pdf.Line(step.title, "bold"))
            lines += [pdf.Line(f"{f.label}: {_said(f, answers)}") for f in self.form.needed(step, answers)]
        return lines

    # drafts

    def _saved(self) -> Response | None:
        return self._page("gespeichert", code=self.session.code) if self.session.code else None

    def _resume(self) -> Response | None:
        if not self.form.resumable:
            return None
        code = self.request.fields.get("code", "")
        draft = self.sessions.draft(self.form, code)
        if self.request.method == "POST" and draft is not None:
            self._keep(draft)
            number = self.form.first_open(draft) or len(self.form.steps)
            return self._go(f"schritt/{number}", self._show_step(number, {}))
        wrong = (
            "Diesen Code kennen wir nicht. Prüfen Sie Ihre Eingabe." if self.request.method == "POST" else ""
        )
        return self._page("fortsetzen", wrong=wrong, code=code)

    # rendering

    def _page(self, name: str, kind: Kind = "page", **values: object) -> Response:
        shared = {
            "form": self.form,
            "town": self.town,
            "request": self.request,
            "answers": self.session.answers,
            "sent": self.session.sent,
            "vorgang": self.session.number,
            "said": _said,
            "stand": base64.b64encode(json.dumps(self.session.answers).encode()).decode(),
        }
        template = self.templates.get_template(f"{self.form.skin}/{name}.html")
        body = template.render(**(shared | values)).encode()
        return Response(body, kind=kind, pause=self.form.pause, headers=[("Cache-Control", "no-store")])


def _said(question: Field, answers: Mapping[str, str]) -> str:
    """An answer as the check page shows it."""
    value = answers.get(question.name, "")
    if question.kind == "check":
        return "Ja" if value else "Nein"
    return value or "keine Angabe"


def _download(body: bytes, name: str) -> Response:
    disposition = ("Content-Disposition", f'attachment; filename="{name}.pdf"')
    return Response(
        body, content_type="application/pdf", headers=[disposition, ("Cache-Control", "no-store")]
    )
