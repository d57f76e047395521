"""Whatever a page holds, the real rulebook gives a verdict; no check crashes, and nothing depends on chance."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auditor.evidence.model import (
    AxeResult,
    Candidate,
    Consent,
    ConsoleLine,
    Control,
    Cookie,
    Document,
    Evidence,
    Fetch,
    Form,
    Frame,
    Heading,
    Image,
    Landmark,
    Link,
    LinkRel,
    Media,
    Meta,
    Page,
    Reason,
    Redirect,
    Request,
    Role,
    Service,
    StorageItem,
    TextBlock,
    Tls,
    Tool,
    View,
    Wall,
)
from auditor.judge.resolve import unknown_checks
from auditor.judge.run import judge
from auditor.rulebook.load import load_rulebook

#: Why a page may be missing; only the judge itself reports a crashed rule.
VISITS = [reason for reason in Reason if reason is not Reason.RULE_ERROR]

WORDS = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "Impressum",
        "Bitte ausdrucken und unterschreiben.",
        "E-Mail-Adresse",
        "Datenschutzerklärung nach Art. 13 DSGVO",
        "Stand: 31.02.2024",
        "01.01.0000",
        "[",
        "%",
        "{url}",
    ]
)
ADDRESSES = st.sampled_from(
    [
        "",
        "https://www.musterstadt.example/leistung",
        "http://musterstadt.example:8080/a?b=c#d",
        "https://xn--grn-hoa.example/ä",
        "https://[2001:db8::1]/",
        "mailto:a@b.example",
        "tel:+49",
        "javascript:;",
        "data:,",
        "about:blank",
        "//",
    ]
)
HOSTS = st.sampled_from(
    ["", "www.musterstadt.example", "tracker.example", "127.0.0.1", "2001:db8::1", "localhost"]
)
TEXTS = st.one_of(WORDS, ADDRESSES)


def some(strategy, count=3):
    return st.lists(strategy, max_size=count).map(tuple)


def any_of(model, **fields):
    """Any instance; text of its fields is drawn from words and addresses."""
    texts = {n: TEXTS for n, f in model.model_fields.items() if f.annotation is str}
    optional = {n: st.none() | TEXTS for n, f in model.model_fields.items() if f.annotation == str | None}
    return st.builds(model, **{**texts, **optional, **fields})


NODES = {"box": st.none()}
DOCUMENTS = any_of(
    Document,
    metas=some(any_of(Meta)),
    rels=some(any_of(LinkRel)),
    blocks=some(any_of(TextBlock, **NODES)),
    headings=some(any_of(Heading, level=st.integers(1, 6), **NODES)),
    links=some(any_of(Link, **NODES)),
    forms=some(any_of(Form, index=st.integers(0, 1), **NODES)),
    controls=some(any_of(Control, form=st.none() | st.integers(0, 2), options=some(TEXTS), **NODES)),
    images=some(any_of(Image, **NODES)),
    media=some(any_of(Media, **NODES)),
    landmarks=some(any_of(Landmark, **NODES)),
    json_ld=some(TEXTS, 1),
)
FRAMES = any_of(
    Frame,
    id=st.sampled_from("abc"),
    parent=st.none() | st.sampled_from("abc"),
    reason=st.none(),
    offset=st.none(),
    document=st.none() | DOCUMENTS,
    axe=st.none() | st.just(AxeResult(version="4.12.1", passes=("label",))),
)
HEADERS = st.sampled_from(
    ["strict-transport-security", "content-type", "set-cookie", "content-security-policy"]
)


def pages(number, roles, reasons):
    return any_of(
        Page,
        id=st.just(f"p{number}"),
        role=roles,
        step=st.none() | st.integers(0, 3),
        requested_url=ADDRESSES,
        final_url=ADDRESSES,
        reason=reasons,
        headers=st.dictionaries(HEADERS, TEXTS, max_size=3),
        redirects=some(any_of(Redirect, url=ADDRESSES)),
        tls=st.none() | any_of(Tls),
        wall=st.none() | any_of(Wall, accounts=some(TEXTS)),
        consent=st.none() | any_of(Consent, node=st.none()),
        frames=some(FRAMES, 2),
        views=some(any_of(View, overflow=st.just(()), small_targets=st.just(()))),
        requests=some(any_of(Request, url=ADDRESSES, host=HOSTS)),
        cookies=some(any_of(Cookie)),
        storage=some(any_of(StorageItem)),
        console=some(any_of(ConsoleLine), 1),
        interruptions=st.just(()),
    )


EVIDENCE = st.builds(
    Evidence,
    tool=any_of(Tool),
    service=any_of(Service, url=st.just("https://www.musterstadt.example/leistung")),
    started=st.just(datetime(2026, 11, 3, tzinfo=UTC)),
    finished=st.just(datetime(2026, 11, 3, tzinfo=UTC)),
    reason=st.none(),
    pages=st.tuples(
        pages(1, st.just(Role.ENTRY), st.none()),
        pages(2, st.sampled_from(Role), st.none()),
        pages(3, st.sampled_from(Role), st.sampled_from(VISITS)),
    ),
    fetches=some(any_of(Fetch, url=ADDRESSES, final_url=ADDRESSES)),
    candidates=some(any_of(Candidate)),
)


@pytest.fixture(scope="session")
def book():
    return load_rulebook()


def test_every_check_exists(book):
    assert unknown_checks(book.rules) == ()


def examples(count):
    """The same pieces of evidence each time; nothing is shrunk, since the log names the check that crashed."""

    def decorate(test):
        return settings(
            max_examples=count,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(EVIDENCE)(test))

    return decorate


def test_every_evidence_has_a_verdict(book, caplog):
    crashed: set[str] = set()
    strange: set[tuple[str, str]] = set()

    @examples(25)
    def run(evidence):
        result = judge(evidence, book, "leistung")
        assert 0 <= result.score.low <= result.score.high <= 100
        for outcome in result.outcomes:
            if outcome.reason is Reason.RULE_ERROR:
                crashed.add(outcome.rule)
            known = {"", *book.rule(outcome.rule).messages}
            strange.update((outcome.rule, f.message) for f in outcome.findings if f.message not in known)

    run()
    faults = {record.exc_text.splitlines()[-1] for record in caplog.records if record.exc_text}
    assert (crashed, faults) == (set(), set())
    assert strange == set()


PROGRAM = r"""
import sys
from pathlib import Path
from auditor.evidence.model import Evidence
from auditor.judge.run import judge
from auditor.rulebook.load import load_rulebook

book = load_rulebook()
for line in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n"):
    sys.stdout.buffer.write(judge(Evidence.model_validate_json(line), book, "s").model_dump_json().encode())
"""


@pytest.mark.slow
def test_another_process_comes_to_the_same_verdict(book, tmp_path):
    """Sets of text have another order in every process; verdicts must not."""
    lines: list[str] = []
    here: list[str] = []

    @examples(8)
    def collect(evidence):
        lines.append(evidence.model_dump_json())
        here.append(judge(evidence, book, "s").model_dump_json())

    collect()
    written, program = tmp_path / "evidence.jsonl", tmp_path / "judging.py"
    written.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    program.write_text(PROGRAM, encoding="utf-8")
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    there = subprocess.run(
        [sys.executable, program, written],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout
    assert there.decode() == "".join(here)
