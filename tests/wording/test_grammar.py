"""Negation, modality, actor, condition: what the words around a signal make of it."""

import pytest

from auditor.wording.grammar import Grammar
from auditor.wording.sentences import sentences
from auditor.wording.tables import table


def around(text, signal):
    before = None
    for sentence in sentences(text):
        grammar = Grammar(sentence.folded)
        for span in table("signals").spans(sentence.folded):
            if span.signal == signal:
                return grammar.around(span, before)
        before = grammar
    raise AssertionError(f"{signal} not found in: {text}")


@pytest.mark.parametrize(
    ("text", "signal", "negated"),
    [
        ("Sie müssen nichts ausdrucken.", "print", True),
        ("Sie müssen den Antrag nicht zusätzlich ausdrucken.", "print", True),
        ("Sie müssen ihn nicht ausdrucken, unterschreiben oder einsenden.", "sign", True),
        ("Eine Unterschrift ist nicht erforderlich.", "sign", True),
        ("Eine Unterschrift ist erforderlich.", "sign", False),
        ("Persönliches Erscheinen entfällt.", "in-person", True),
        ("Eine Beantragung ist weder per Fax noch persönlich im Amt möglich.", "in-person", True),
        ("Die Beantragung kann nicht telefonisch erfolgen.", "phone", True),
        ("Vergessen Sie bitte Ihre Unterschrift nicht.", "sign", False),
        ("Drucken Sie den Antrag aus und senden Sie ihn nicht per E-Mail.", "print", False),
        ("Nicht nur persönlich im Bürgerbüro, auch online.", "in-person", False),
        ("No signature is required.", "sign", True),
    ],
)
def test_negation(text, signal, negated):
    assert around(text, signal).negated is negated


@pytest.mark.parametrize(
    ("text", "signal", "modality"),
    [
        ("Der Antrag muss ausgedruckt werden.", "print", "duty"),
        ("Drucken Sie den Antrag aus.", "print", "duty"),
        ("Sie können die Bestätigung ausdrucken.", "print", "offer"),
        ("Auf Wunsch wird der Antrag ausgedruckt.", "print", "offer"),
        ("Der Antrag ist eigenhändig zu unterschreiben.", "sign", "duty"),
        ("Kommen Sie gern persönlich im Rathaus vorbei.", "in-person", "offer"),
        ("Antrag persönlich im Bürgerbüro", "in-person", "plain"),
    ],
)
def test_modality(text, signal, modality):
    assert around(text, signal).modality == modality


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("Wir senden Ihnen den Bescheid per Post zu.", True),
        ("Sie erhalten die Urkunde per Post.", True),
        ("Die Unterlagen werden Ihnen per Post zugesandt.", True),
        ("Senden Sie den Antrag per Post an das Amt.", False),
        ("Der Antrag ist per Post einzureichen.", False),
    ],
)
def test_actor(text, authority):
    assert around(text, "post").authority is authority


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("Falls Sie minderjährig sind, müssen die Eltern unterschreiben.", True),
        ("Auf Verlangen müssen Sie unterschreiben.", True),
        ("Wenn Sie alles ausgefüllt haben, müssen Sie unterschreiben.", False),
        ("Sie müssen unterschreiben.", False),
    ],
)
def test_condition(text, conditional):
    assert around(text, "sign").conditional is conditional


def test_object_of_the_sentence_before():
    assert "result" in around("Sie erhalten den Parkausweis. Drucken Sie ihn aus.", "print").objects
    assert "application" in around("Füllen Sie den Antrag aus. Drucken Sie ihn aus.", "print").objects


def test_general_text_is_marked():
    assert around("In der Regel müssen Sie persönlich vorsprechen.", "in-person").generic
