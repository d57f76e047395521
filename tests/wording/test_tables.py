"""The pattern language, tables from files, and their errors."""

import pytest

from auditor.wording import WordingError, classify_label, table
from auditor.wording.fold import normalise
from auditor.wording.pattern import PatternError, compile_pattern
from auditor.wording.tables import load_table


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("antrag", "Der ANTRAG.", True),
        ("antrag", "Anträge", False),
        ("antrag*", "Antragsformular", True),
        ("*antrag", "Bauantrag", True),
        ("*antrag", "beantragt", False),
        ("drucken ~ aus", "Drucken Sie das ganze Formular bitte aus", True),
        ("drucken ~2 aus", "Drucken Sie das ganze Formular bitte aus", False),
        ("drucken ~ aus", "Bitte drucken. Danach aus", False),
        ("e-mail", "E-Mail", True),
        ("e-mail", "eMail", True),
        ("e-mail", "E Mail", True),
        ("(per|mit der) post", "mit der Post", True),
        ("im [ganzen] rathaus", "im Rathaus", True),
        ("im [ganzen] rathaus", "im ganzen Rathaus", True),
        ("[bitte] senden", "senden", True),
        ("senden [bitte]", "senden, bitte", True),
        ("*online-(dienst|antrag)", "Onlineantrag", True),
        ("*online-(dienst|antrag)", "Online Dienst", True),
        ("*(dienst|antrag) stellen", "Bauantrag stellen", True),
        ("<senden>", "Senden »", True),
        ("<senden>", "Nicht senden", False),
        ("nur $WEG", "nur per Post", True),
        ("für * personen", "für drei Personen", True),
    ],
)
def test_pattern(pattern, text, found):
    assert bool(compile_pattern(pattern, {"WEG": ["per post", "fax"]}).regex.search(normalise(text))) is found


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "~ a", "a ~", "[a]", "a | ", "$FEHLT", "*", ""])
def test_broken_pattern_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_error_names_file_line_and_remedy(tmp_path):
    path = tmp_path / "probe.yaml"
    path.write_text("entries:\n  gut: [antrag]\n  schlecht:\n    - ok\n    - (offen\n", encoding="utf-8")
    with pytest.raises(WordingError, match=r"probe\.yaml:5: .*\(offen.*schlecht.*See"):
        load_table(path)


@pytest.mark.parametrize("text", ["entries: [", "nichts: 1\n", "entries:\n  leer: {}\n"])
def test_broken_file_is_refused(tmp_path, text):
    path = tmp_path / "probe.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WordingError, match=r"probe\.yaml:\d+"):
        load_table(path)


def test_unless_withdraws_and_overlaps_merge(tmp_path):
    path = tmp_path / "probe.yaml"
    path.write_text(
        "entries:\n  a:\n    any: [per post, post senden]\n    unless: [nicht per post]\n", encoding="utf-8"
    )
    probe = load_table(path)
    assert [(h.signal, h.text) for h in probe.search("Per  Post senden")] == [("a", "Per  Post senden")]
    assert probe.search("nicht per Post senden") == ()


@pytest.mark.parametrize("name", ["links", "buttons", "walls"])
def test_shipped_tables_load(name):
    assert table(name).entries


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Online beantragen", {"apply-online"}),
        ("Zum Online-Dienst »", {"apply-online"}),
        ("Hund online anmelden", {"apply-online"}),
        ("Termin online vereinbaren", {"appointment"}),
        ("Antrag auf Wohngeld (PDF, 52 kB)", {"form", "form-download"}),
        ("Impressum", {"imprint"}),
        ("Datenschutzerklärung", {"privacy"}),
        ("Erklärung zur Barrierefreiheit", {"accessibility"}),
        ("Leichte Sprache", {"easy-language"}),
        ("Gebärdensprache (DGS)", {"sign-language"}),
        ("Mit BundID anmelden", {"login"}),
        ("Kontaktformular", {"contact"}),
        ("Newsletter online anmelden", set()),
        ("Hundesteuer", set()),
    ],
)
def test_link_labels(label, expected):
    assert classify_label(label, "link") == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Weiter", {"forward"}),
        ("Speichern und weiter", {"forward"}),
        ("Zurück", {"back"}),
        ("Zwischenspeichern", {"save"}),
        ("PDF erzeugen", {"pseudo-final"}),
        ("Nur notwendige Cookies akzeptieren", {"consent-refuse"}),
        ("Alle akzeptieren", {"consent-accept"}),
        ("Weiteres Kind hinzufügen", {"add-row"}),
        ("Weiterlesen", set()),
    ],
)
def test_button_labels(label, expected):
    assert classify_label(label, "button") == expected


@pytest.mark.parametrize(
    "label",
    ["Absenden", "Antrag absenden", "Jetzt verbindlich anmelden", "Kostenpflichtig bestellen", "Einreichen", "Submit",
     "An die Stadt übermitteln", "Prüfen und absenden", "OK", "Jetzt bezahlen", "Fertig", "Hund anmelden", "Senden"],
)  # fmt: skip
def test_whatever_may_file_is_final(label):
    assert "final" in classify_label(label, "button")
