from pathlib import Path
from typing import Any

import pytest

from auditor.checks import look
from auditor.evidence.model import Reason, Role
from auditor.paths import data_dir


def test_every_phrase_can_be_read() -> None:
    for name in look.data("phrases"):
        assert not look.phrase(name).search(""), name


def test_tables_are_utf8_and_known() -> None:
    names = {p.stem for p in Path(data_dir("rules"), "tables").glob("*.yaml")}
    assert names >= {"bodies", "domains", "personal-fields", "phrases", "storage", "third-parties"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.musterstadt.example", "musterstadt.example"),
        ("a.b.co.uk", "b.co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_site(host: str, expected: str) -> None:
    assert look.site(host) == expected


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "http://127.0.0.1/", "http://[::1]/", "http://web/", "http://a.test/"]
)
def test_local(url: str) -> None:
    assert look.local(url)
    assert not look.local("https://www.musterstadt.example/")


def test_hostile_addresses_do_no_harm() -> None:
    assert look.host_of("http://[bad") == ""
    assert not look.same_page("http://[bad", "https://a.example/")
    assert look.same_page("https://a.example/x/#top", "https://a.example/x")


def test_vendor_matches_whole_labels_only() -> None:
    assert look.vendor("region1.google-analytics.com")
    assert look.vendor("notgoogle-analytics.com") is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Telefon: 0123 4567-89", True),
        ("Tel.: +49 (0)123 456789", True),
        ("Zimmer 12, 0123/4567-89", True),
        ("Rufen Sie uns an: 0123 456789", True),
        ("Hauptstraße 115, 12345 Musterstadt", False),
        ("Aktenzeichen 2024/0815, Stand 01.02.2024", False),
        ("IBAN DE02 1203 0000 0000 2020 51", False),
    ],
)
def test_phone(build: Any, words: str, found: bool) -> None:
    assert look.has_phone(build.page(texts=[words])) is found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("stadt@musterstadt.example", True),
        ("stadt(at)musterstadt.example", True),
        ("Treffpunkt @ Rathaus", False),
    ],
)
def test_mail(build: Any, words: str, found: bool) -> None:
    assert look.has_mail(build.page(texts=[words])) is found


def test_share_link_is_no_address(build: Any) -> None:
    assert not look.has_mail(build.page(links=[("Empfehlen", "mailto:?subject=x")]))
    assert look.has_mail(build.page(links=[("Schreiben", "mailto:a@b.example?subject=x")]))


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("Stadt Musterstadt", "musterstadt"),
        ("Landkreis Fulda", "fulda"),
        ("Mühlhausen/Thüringen", "mühlhausen"),
        ("Bonn, Stadt", "bonn"),
    ],
)
def test_place_names(build: Any, listed: str, name: str) -> None:
    assert look.place_names(build.case(municipality=listed)) == {name}


def test_bodies_are_read_from_the_page_where_nothing_is_listed(build: Any) -> None:
    entry = build.page(texts=["Willkommen bei der Gemeinde Bad Kleinen"], images=["Wappen der Stadt Wismar"])
    assert look.place_names(build.case(entry, municipality=None)) == {"bad kleinen", "wismar"}


def test_blind_pages(build: Any) -> None:
    assert not look.blind(build.page())
    assert look.blind(build.page(guarded=True))
    silent = build.frame("https://x.example/").model_copy(
        update={"document": None, "reason": Reason.FRAME_SILENT}
    )
    assert look.blind(build.page(frames=(silent,)))


def test_unseen_skips_documents(build: Any) -> None:
    case = build.case(
        build.page(),
        build.page(Role.FORM, reason=Reason.TIMEOUT),
        build.page(Role.FORM, reason=Reason.DOWNLOAD),
    )
    assert [o.reason for o in look.unseen(case)] == [Reason.TIMEOUT]


@pytest.mark.parametrize(
    ("name", "first_party", "kind"),
    [
        ("_ga", True, "tracking"),
        ("_ga_ABC123", True, "tracking"),
        ("fr", True, ""),
        ("fr", False, "tracking"),
        ("_pk_id.1.1fff", True, "unclear"),
        ("JSESSIONID", True, "session"),
        ("ai_session", True, "unclear"),
        ("my_session", True, "session-like"),
        ("XSRF-TOKEN", True, "needed"),
        ("CookieConsent", True, "needed"),
        ("xq7", True, ""),
    ],
)
def test_storage_kind(name: str, first_party: bool, kind: str) -> None:
    assert look.storage_kind(name, first_party=first_party)[0] == kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Nachname", "name"),
        ("Name der Straße", "street"),
        ("E-Mail-Adresse", "e-mail"),
        ("Geburtsdatum", "birth-date"),
        ("Rasse", ""),
    ],
)
def test_personal(build: Any, label: str, kind: str) -> None:
    assert look.personal(build.control(label)) == kind


@pytest.mark.parametrize(
    ("lang", "unknown"),
    [
        ("de", False),
        ("de-DE", False),
        ("EN_us", False),
        ("", False),
        ("xyzzy!", False),
        ("da", True),
        ("nds-DE", True),
    ],
)
def test_absence_proves_nothing_in_a_language_we_cannot_read(build: Any, lang: str, unknown: bool) -> None:
    page = build.page()
    seen = page.frames[0].document.model_copy(update={"lang": lang})
    page = page.model_copy(update={"frames": (page.frames[0].model_copy(update={"document": seen}),)})
    assert look.foreign(page) is unknown
    assert look.blind(page) is unknown
