"""Goes through a form step by step: looks, fills, presses what surely goes forward, and stops before the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import Error as PlaywrightError

from auditor.evidence.model import Page, Reason, Step, Stop
from auditor.visit.accounts import Account
from auditor.visit.complaints import Memory, Press, complaints, remember
from auditor.visit.gather import TooLargeError
from auditor.visit.hosts import host_of
from auditor.visit.plan import Plan
from auditor.visit.settings import Limits
from auditor.visit.tab import Tab
from auditor.visit.walk.barriers import barriers_of
from auditor.visit.walk.buttons import Weighed, forward_of, freely, situation_of, weigh
from auditor.visit.walk.data import Facts
from auditor.visit.walk.errors import errors_of, wrong_fields
from auditor.visit.walk.fill import Filler
from auditor.visit.walk.lock import Lock
from auditor.visit.walk.login import Login, login_of
from auditor.visit.walk.notes import Halt, Notes, confirmation_of, end_of, kind_of, step_of
from auditor.visit.walk.state import Look, act, look_at
from auditor.visit.walk.trust import on_trust, proven
from auditor.visit.worlds import SilentFrameError

_TRIES = 3
_TYPED = frozenset({"text", "email", "tel", "number", "date", "textarea"})
_ROUNDS = 4  # looks at fields that appear because of an answer

_WALLS: tuple[Stop, ...] = ("login", "payment")
_CHECKS: tuple[Stop, ...] = ("captcha", "signature")

Weigh = Callable[[Look], tuple[Weighed, ...]]


@dataclass
class Walker:
    """One walk through one form, in a tab that stands on its first page.

    ``pages`` grows with every step, its first being the page the walk began on. ``weigh`` and ``offline`` are replaced
    by the tests of one lock alone only. The lock stays in force until whoever owns the tab has closed it.
    """

    tab: Tab
    lock: Lock
    limits: Limits
    facts: Facts
    plan: Callable[[Page], Plan]
    keep: Callable[[dict[str, bytes]], None] = field(default=lambda files: None)
    pause: Callable[[str], Awaitable[None]] | None = None
    submit_hosts: frozenset[str] = frozenset()
    accounts: dict[str, Account] = field(default_factory=dict, repr=False)
    weigh: Weigh = weigh
    offline: bool = True
    pages: list[Page] = field(default_factory=list)
    _notes: Notes | None = None
    _known_at: set[str] = field(default_factory=set)

    async def walk(self, first: Page) -> list[Page]:
        """Walk; never raises for anything the service does."""
        self.pages = [first]
        try:
            await asyncio.wait_for(self._go(), self.limits.walk)
        except Halt as stop:
            self._finish(stop)
        except TimeoutError:
            self._finish(Halt("limit", f"the walk took more than {self.limits.walk:g} s"))
        except (SilentFrameError, TooLargeError, PlaywrightError) as error:
            self._finish(Halt("failed", str(error).splitlines()[0][:200] if str(error) else "no answer"))
        finally:
            self.lock.end()
        return self.pages

    async def _go(self) -> None:
        for number in range(1, self.limits.steps + 1):
            await self._step(number)
        raise Halt("limit", f"more than {self.limits.steps} steps")

    def _filler(self) -> Filler:
        return Filler(self.facts, self.lock, self.limits.call)

    def _weighed(self, look: Look) -> tuple[Weighed, ...]:
        weighed = self.weigh(look)
        return freely(weighed) if self._own(look) else weighed

    def _own(self, look: Look) -> bool:
        """Whether the step stands on a test system of the operator's own."""
        here = {host_of(self.pages[-1].final_url), *(host_of(s.url) for s in look.sights)}
        return bool(here & self.submit_hosts)

    async def _step(self, number: int) -> None:
        """One step: decide, fill, press, read what comes."""
        page = self.pages[-1]
        self.lock.see(page.frames)
        look = await self._look()
        notes = self._notes = Notes(number, look, self._weighed(look), situation_of(look), self._filler())
        notes.kind = kind_of(notes)
        login = self._login(page, look)
        if login is None:
            self._halt(page, notes)
        plan = self.plan(page)
        self.tab.turn(plan)
        await (self._forward(notes) if login is None else self._log_in(notes, login))
        self._record(None)
        self._notes = None
        self.pages.append(await self.tab.again(plan))
        self.keep(self.tab.files.named)

    # -- may we go on?

    def _halt(self, page: Page, notes: Notes) -> None:
        """Stop where the way ends: at a wall, a barrier, the last step, or a button nobody knows."""
        if page.reason is not None:
            known: dict[Reason, Stop] = {Reason.LOGIN: "login", Reason.CAPTCHA: "captcha"}
            raise Halt(known.get(page.reason, "failed"), page.detail or page.reason.value)
        self._halt_if_tried()
        if notes.number > 1 and (said := confirmation_of(notes)):
            if self.lock.dry:
                raise Halt("unknown-button", f"it thanks, though nothing was sent: {said}")
            notes.kind = "confirmation"
            # an app that thanks although its message was refused has filed nothing
            raise Halt("guard", self.lock.refusals[0]) if self.lock.refusals else Halt("confirmed", said)
        barriers = barriers_of(notes.look)
        for barrier in _WALLS:
            if barrier in barriers:
                raise Halt(barrier, f"the step asks for it: {barrier}")
        if self._goes_on(notes) or self._trusted(notes) is not None:
            for barrier in _CHECKS:
                if barrier in barriers:
                    raise Halt(barrier, f"the step asks for it: {barrier}")
            return
        if self._may_submit(notes):
            return
        raise end_of(notes)

    def _goes_on(self, notes: Notes) -> bool:
        """Whether a button goes forward, be it that it is still asleep."""
        return any(w.verdict == "forward" for w in notes.weighed)

    def _may_submit(self, notes: Notes) -> bool:
        return self._own(notes.look) and any(w.verdict == "final" for w in notes.weighed)

    def _trusted(self, notes: Notes) -> Weighed | None:
        """The button to press on trust, where none surely goes forward."""
        if any(w.verdict == "forward" for w in notes.weighed):
            return None
        return on_trust(notes.weighed, notes.look, situation_of(notes.look), self.lock)

    async def _cut_if_trusted(self, notes: Notes) -> None:
        """Cut the browser off, for the rest of the walk, before a button is pressed on trust."""
        if not self.lock.dry and self._trusted(notes) is not None:
            self.lock.cut()
            if self.offline:
                await self.tab.cut()

    def _halt_if_tried(self, stop: Stop = "guard", at: str = "") -> None:
        """Once cut off, whatever a page tries to send ends the walk."""
        if self.lock.dry and self.lock.attempts:
            raise Halt(stop, f"it tries to send without a sign that more comes: {self.lock.attempts[0]}", at)

    # -- through a login

    def _login(self, page: Page, look: Look) -> Login | None:
        """The login of this step, where the operator gave a test account for its host; tried once."""
        if page.reason not in {None, Reason.LOGIN} or self.lock.dry:
            return None
        login = login_of(look, self.accounts)
        return login if login is not None and login.account.host not in self._known_at else None

    async def _log_in(self, notes: Notes, login: Login) -> None:
        """Fill the login and press it. What the page then shows of the account is masked by whoever keeps it."""
        self._known_at.add(login.account.host)
        if self.pause is not None:
            await self.pause(self.pages[-1].final_url)
        before, notes.pressed = notes.look, login.button.label
        if not await login.fill(before, self.limits.call):
            raise Halt("login", "the fields do not take the test account", login.user.label)
        notes.filler.done.update(login.filled())
        await self._calm(before)
        self.lock.login(login.ticket(before))
        order = {"act": "press", "ref": login.button.ref}
        await act(before, login.button.frame, order, self.limits.call)
        await self.tab.settle()
        self.lock.arrive()
        await self.tab.adopt()
        notes.look = await self._look()
        if not _left(before, notes.look) or login_of(notes.look, self.accounts) is not None:
            raise Halt("login", "the test account was not let in", login.button.label)

    # -- going on

    async def _forward(self, notes: Notes) -> None:
        """Fill and press until the step is left; mend our own input at most twice."""
        wrong: frozenset[str] = frozenset()
        refused: list[str] = []
        if await self._provoke(notes):
            return
        for attempt in range(1, _TRIES + 1):
            await self._cut_if_trusted(notes)
            await self._fill(notes, attempt, wrong)
            before = notes.look
            if self.pause is not None:
                await self.pause(self.pages[-1].final_url)
            await self._cut_if_trusted(notes)
            await self._calm(before)
            self._halt_if_tried()
            self.lock.see(await self.tab.glance())  # filling may have changed what the step is
            memory = await remember(await self.tab.worlds(), self.limits)
            chosen = await self._pressed(notes)
            refused += self.lock.refusals
            self._halt_if_tried("unknown-button" if notes.trusted else "guard", chosen.button.label)
            if _left(before, notes.look):
                if notes.trusted is not None:
                    notes.weighed = proven(notes.weighed, notes.trusted)
                return
            if not refused:
                await self._complaint(notes, memory)
            notes.errors = tuple(dict.fromkeys((*notes.errors, *errors_of(notes.look, before))))
            wrong = wrong_fields(notes.look, errors_of(notes.look, before))
            if refused and not wrong and not errors_of(notes.look, before):
                raise Halt("guard", refused[0], chosen.button.label)
        at = next((f for f in notes.look.fields if f.key in wrong), None)
        told = errors_of(notes.look) or notes.errors
        if at is not None or told:
            label = (at.group if at.kind == "radio" else "") or at.label or at.name if at else ""
            raise Halt("stuck", told[0].text if told else "the field does not take our value", label)
        stop: Stop = "unknown-button" if notes.trusted else "stuck"
        raise Halt(stop, "nothing happens when the button is pressed", notes.pressed)

    async def _pressed(self, notes: Notes) -> Weighed:
        """Press, wait for what comes, look at it."""
        self.lock.press()
        chosen = await self._press(notes)
        await self.tab.settle()
        self.lock.arrive()
        await self.tab.adopt()
        notes.look = await self._look()
        return chosen

    async def _provoke(self, notes: Notes) -> bool:
        """On the operator's own hosts, send the first step empty once to see how mistakes are told; whether it was
        left by that."""
        first = notes.number == 1 and forward_of(notes.weighed) is not None
        fields = list(notes.look.fields)
        needed = [f for f in fields if f.needed] or [f for f in fields if f.kind in _TYPED]
        empty = [f for f in needed if not f.value and not f.checked]
        if not (self._own(notes.look) and first and empty):
            return False
        before = notes.look
        if self.pause is not None:
            await self.pause(self.pages[-1].final_url)
        self.lock.see(await self.tab.glance())
        memory = await remember(await self.tab.worlds(), self.limits)
        await self._pressed(notes)
        if _left(before, notes.look):
            return True
        await self._complaint(notes, memory, empty=True)
        notes.weighed = self._weighed(notes.look)
        return False

    async def _complaint(self, notes: Notes, memory: Memory, *, empty: bool = False) -> None:
        """Keep how the step complains, the first time it does."""
        if notes.complained is None:
            press = Press(
                self.pages[-1],
                "empty" if empty else "input",
                tuple(notes.filler.done.values()),
                self.tab.dialogs(),
                self.tab.engine,
            )
            notes.complained = await complaints(await self.tab.worlds(), memory, press, self.limits)

    async def _fill(self, notes: Notes, attempt: int, wrong: frozenset[str]) -> None:
        for _ in range(_ROUNDS):
            changed = await notes.filler.fill(notes.look, attempt, wrong)
            if not changed:
                break
            wrong = frozenset()
            await asyncio.sleep(self.limits.reflow)
            notes.look = await self._look()
        notes.weighed = self._weighed(notes.look)

    async def _press(self, notes: Notes) -> Weighed:
        chosen = forward_of(notes.weighed)
        if chosen is None and self._may_submit(notes):
            chosen = next(w for w in notes.weighed if w.verdict == "final")
        if chosen is None and self.lock.dry:
            chosen = notes.trusted = self._trusted(notes)
        if chosen is None:
            asleep = next((w for w in notes.weighed if w.verdict == "forward"), None)
            if asleep is not None:
                missing = next(
                    (f for f in notes.look.fields if f.needed and not f.value and not f.checked), None
                )
                raise Halt(
                    "stuck", f"“{asleep.button.label}” stays disabled", missing.label if missing else ""
                )
            raise end_of(notes)
        notes.pressed = chosen.button.label
        await act(
            notes.look, chosen.button.frame, {"act": "press", "ref": chosen.button.ref}, self.limits.call
        )
        return chosen

    async def _calm(self, look: Look) -> None:
        """Let the page's own timers run out while nothing may be sent: what filling has set off is not the press."""
        wait = f"new Promise((next) => setTimeout(next, {int(self.limits.quiet * 2000)}))"
        calls = (w.evaluate(wait, limit=self.limits.call) for w in look.worlds)
        await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.sleep(self.limits.reflow)

    async def _look(self) -> Look:
        return await look_at(await self.tab.worlds(), self.limits.call * 2)

    # -- writing down

    def _finish(self, stop: Halt) -> None:
        if self._notes is None and self.pages[-1].walk is not None:
            page = self.pages[-1]
            if page.walk is not None and page.walk.stop is None:
                walked = page.walk.model_copy(update={"stop": stop.stop, "why": stop.why})
                self.pages[-1] = page.model_copy(update={"walk": walked})
            return
        self._record(stop)

    def _record(self, stop: Halt | None) -> None:
        """Write the step on its page, with the requests made since it was read if the walk ends here."""
        page, notes = self.pages[-1], self._notes
        if notes is None:
            why = stop.why if stop else ""
            step = Step(number=len(self.pages), kind="stuck", stop=stop.stop if stop else None, why=why)
            self.pages[-1] = page.model_copy(update={"walk": step})
            return
        step = step_of(notes, page, stop)
        update: dict[str, object] = {"walk": step, "error_state": notes.complained}
        if stop is not None and self.tab.plan.id != page.id:
            update["requests"] = (*page.requests, *self.tab.since_turn())
        self.pages[-1] = page.model_copy(update=update)


def _left(before: Look, now: Look) -> bool:
    """Whether the press led to another step. Messages on the same fields mean that it did not."""
    if before.fingerprint == now.fingerprint and _progress(before) == _progress(now):
        return not any(before.fields) and _heads(before) != _heads(now)
    asked = {f.key for f in before.fields}
    same = asked & {f.key for f in now.fields}
    return not (same and errors_of(now, before) and _progress(before) == _progress(now))


def _progress(look: Look) -> str:
    return situation_of(look).progress.text


def _heads(look: Look) -> list[str]:
    return [h for s in look.sights for h in s.headings]
