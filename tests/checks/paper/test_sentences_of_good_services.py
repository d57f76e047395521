"""One sentence beside a complete online form: harmless ones accuse nobody, demands are found."""

import pytest
from mini_services import evidence_of

from auditor.checks.case import Case
from auditor.checks.paper import completion

FORM = (
    '<form method="post"><x-person/><x-address/><label>Kennzeichen <input name="k"></label>'
    "<button>Antrag absenden</button></form>"
)
START = "<h1>Bewohnerparkausweis</h1><p>Sie können den Ausweis online beantragen.</p>"
LINK = '<a href="/antrag">Online-Antrag starten</a>'

HARMLESS = [
    "Sie können den Antrag online stellen, aber auch persönlich im Rathaus.",
    "Natürlich können Sie den Antrag weiterhin im Bürgerbüro stellen.",
    "Wer keinen Internetanschluss hat, kommt bitte ins Bürgerbüro.",
    "Wir drucken Ihren Ausweis und schicken ihn mit der Post.",
    "Der Ausweis wird Ihnen per Post zugesandt; unterschreiben Sie ihn bitte nach Erhalt.",
    "Bitte drucken Sie die Bestätigung aus und bewahren Sie sie auf.",
    "Nach dem Absenden können Sie Ihre Angaben ausdrucken.",
    "Nach dem Absenden erhalten Sie eine Zusammenfassung, die Sie ausdrucken oder speichern können.",
    "Der Ausweis muss ausgedruckt und hinter die Windschutzscheibe gelegt werden.",
    "Sie müssen den Antrag weder ausdrucken noch unterschreiben.",
    "Der Antrag muss nicht mehr unterschrieben werden.",
    "Eine persönliche Vorsprache ist dafür nicht erforderlich.",
    "Persönliches Erscheinen ist nicht notwendig.",
    "Ein Besuch im Rathaus ist nicht nötig.",
    "Auf die Vorlage der Originale verzichten wir.",
    "Originale müssen Sie nicht einreichen, eine Kopie genügt.",
    "Bei Minderjährigen müssen die Eltern unterschreiben.",
    "Falls Sie jemanden bevollmächtigen, legen Sie bitte die unterschriebene Vollmacht im Original vor.",
    "Bei Fragen kommen Sie bitte persönlich vorbei oder rufen Sie an.",
    "Haben Sie Fragen? Kommen Sie in unsere Sprechstunde im Rathaus.",
    "Die Wohnungsgeberbestätigung muss vom Vermieter unterschrieben sein; laden Sie sie im Formular hoch.",
    "Das Formular ersetzt die bisherige schriftliche Antragstellung.",
    "Bisher mussten Sie den Antrag ausdrucken und unterschreiben.",
    "Früher war dafür ein Besuch im Bürgerbüro nötig.",
    "Per Post: Antrag ausdrucken, unterschreiben und an die Stadt senden.",
    "Alternativ drucken Sie den Antrag aus und geben ihn unterschrieben ab.",
    "Wenn Sie den Antrag lieber schriftlich stellen, drucken Sie ihn bitte aus und unterschreiben Sie ihn.",
    "Den Antrag können Sie online oder schriftlich mit Ihrer Unterschrift stellen.",
    "Reichen Sie den Antrag online ein oder schicken Sie ihn unterschrieben per Post.",
    "Entweder Sie nutzen das Online-Formular, oder Sie kommen persönlich ins Bürgerbüro.",
    "Bringen Sie zur Abholung Ihren Personalausweis mit.",
    "Der Ausweis ist nach zwei Wochen persönlich im Bürgerbüro abzuholen.",
    "Sie können sich den Ausweis zuschicken lassen oder ihn persönlich abholen.",
    "Der Bescheid ist ohne Unterschrift gültig.",
    "Der Bescheid ergeht schriftlich.",
    "Gegen den Bescheid können Sie schriftlich oder zur Niederschrift Widerspruch einlegen.",
    "Der Widerspruch ist schriftlich beim Ordnungsamt einzulegen.",
    "Die Gebühr können Sie überweisen oder bar in der Stadtkasse einzahlen.",
    "Barzahlung ist nicht möglich.",
    "Auf Verlangen müssen Sie die Unterlagen im Original vorlegen.",
    "Gegebenenfalls müssen Sie Nachweise im Original nachreichen.",
    "In Einzelfällen bitten wir Sie zu einem persönlichen Gespräch.",
    "Wir empfehlen, den Antrag vorab auszudrucken.",
    "Seite drucken",
    "Das Merkblatt können Sie ausdrucken.",
    "Bitte drucken Sie das Merkblatt aus und hängen Sie es im Treppenhaus auf.",
    "Mit dem Absenden bestätigen Sie die Richtigkeit; eine Unterschrift leisten Sie damit elektronisch.",
    "Unterschreiben können Sie direkt am Bildschirm mit dem Finger.",
    "Die Unterschrift wird durch die Anmeldung mit BundID ersetzt.",
    "Ihre Nachweise laden Sie als Foto hoch; im Original brauchen wir sie nicht.",
    "Für einen Reisepass müssen Sie dagegen persönlich kommen.",
    "Nur Firmen müssen anschließend einen Handelsregisterauszug im Original vorlegen.",
    "Nach dem Absenden prüft das Amt Ihre Angaben und druckt den Ausweis.",
    "Ihre Unterlagen werden nach der Prüfung ausgedruckt und zu den Akten genommen.",
    "Bitte unterschreiben Sie den Ausweis auf der Rückseite.",
    "Schriftliche Anträge bearbeiten wir ebenso wie Online-Anträge.",
    "You do not need to print or sign anything.",
    "You can also apply in person at the town hall.",
    "If you prefer, print the form and send it by post.",
    "Sie müssen nicht ins Rat·haus kommen.",
    "Sie brauchen nichts zu unter·schreiben.",
    "Nicht nur online, auch persönlich sind wir für Sie da.",
    "Sobald der Ausweis fertig ist, senden wir ihn per Post; ein Abholen im Amt ist nicht nötig.",
    "Der Fahrzeugschein muss nicht im Original vorgelegt werden.",
    "Die Anmeldung zum Newsletter müssen Sie in der E-Mail bestätigen.",
    "Danach schicken wir Ihnen den Bescheid, den Sie bitte ausgedruckt im Fahrzeug mitführen.",
    "Zum Termin bringen Sie bitte die ausgedruckte Terminbestätigung mit.",
    "Eine eigenhändige Unterschrift ist seit der Gesetzesänderung entbehrlich.",
    "Nach dem Absenden müssen Sie die Gebühr überweisen.",
    "Anschließend erhalten Sie eine E-Mail, deren Link Sie bestätigen müssen.",
    "Danach kommt unser Außendienst persönlich bei Ihnen vorbei.",
    "Anschließend prüft die Ausländerbehörde Ihren Antrag und lädt Sie gegebenenfalls persönlich ein.",
    "Nach der Bewilligung unterschreiben beide Seiten den Pachtvertrag.",
    "Der Mietvertrag muss von Vermieter und Mieter unterschrieben sein.",
    "Die Bescheinigung der Schule muss Stempel und Unterschrift tragen und wird hochgeladen.",
    "Laden Sie die unterschriebene Einverständniserklärung als Foto hoch.",
    "Ihr Lichtbild können Sie online hochladen; ein Original ist nicht erforderlich.",
    "Die Plakette wird Ihnen nach Zahlung per Post zugestellt, bitte prüfen Sie die Adresse.",
    "Wer den Antrag für andere stellt, braucht eine unterschriebene Vollmacht.",
    "Sie benötigen eine Vollmacht mit Unterschrift, wenn Sie für jemand anderen handeln.",
    "Das Original des Führerscheins müssen Sie nicht vorlegen.",
    "Zu Kontrollen ist der Ausweis im Original mitzuführen.",
    "Im Fahrzeug ist der ausgedruckte Ausweis sichtbar auszulegen.",
    "Bei der Kontrolle müssen Sie den Ausweis im Original vorzeigen.",
    "Den Hund müssen Sie persönlich führen.",
    "Sie haften persönlich für die Richtigkeit Ihrer Angaben.",
    "Ihre persönlichen Daten werden verschlüsselt übertragen.",
    "Der Ausweis gilt nur für die persönlich genannte Person und darf nicht übertragen werden.",
    "Die Frist beginnt mit der schriftlichen Zustellung des Bescheids.",
    "Über Ihren Antrag entscheiden wir schriftlich.",
    "Sie bekommen die Genehmigung schriftlich und müssen sie auf der Baustelle vorhalten.",
    "Eine Kündigung muss schriftlich bis zum 30.09. erfolgen.",
    "Änderungen der Adresse teilen Sie uns bitte schriftlich mit.",
    "Bei Verlust kommen Sie bitte persönlich ins Bürgerbüro.",
    "Den alten Ausweis geben Sie bitte im Bürgerbüro ab.",
    "Die Steuermarke ist bei der Abmeldung zurückzugeben.",
    "Die Kennzeichen müssen zur Entstempelung vorgelegt werden, falls Sie keine Sicherheitscodes haben.",
    "Ältere Menschen können das Formular gern mit unserer Hilfe im Rathaus ausfüllen.",
    "In der Bücherei stehen Computer bereit, an denen Sie den Antrag ausfüllen können.",
    "Unsere Digitallotsen im Rathaus helfen Ihnen beim Ausfüllen, ein Termin ist nicht nötig.",
    "Am Infoschalter im Rathaus erhalten Sie auf Wunsch einen Papierantrag.",
    "Papierformulare liegen im Bürgerbüro aus.",
    "Den Papiervordruck gibt es weiterhin im Bürgerbüro; er muss unterschrieben werden.",
    "Auch Papieranträge werden angenommen, diese müssen unterschrieben sein.",
    "Schriftliche Anträge ohne Unterschrift können nicht bearbeitet werden.",
    "Anträge per Post müssen unterschrieben sein.",
    "Anträge per E-Mail müssen unterschrieben und eingescannt sein.",
    "Bei Antragstellung per Post legen Sie bitte eine Kopie des Fahrzeugscheins bei und unterschreiben den Antrag.",
    "Postalische Anträge bitte unterschreiben.",
    "Für Anträge auf Papier gilt: Unterschrift nicht vergessen.",
    "Sollten Sie Schwierigkeiten haben, drucken Sie den Antrag aus und schicken ihn uns unterschrieben zu.",
    "Falls die Online-Zahlung nicht klappt, zahlen Sie bitte bar an der Stadtkasse.",
    "Haben Sie keine E-Mail-Adresse, müssen Sie den Antrag schriftlich stellen.",
    "Ohne BundID müssen Sie persönlich vorsprechen.",
    "Haben Sie keinen Online-Ausweis, kommen Sie bitte persönlich ins Bürgerbüro.",
    "Minderjährige müssen persönlich mit einem Elternteil erscheinen.",
    "Firmenkunden wenden sich bitte persönlich an die Zulassungsstelle.",
    "Neubürgerinnen und Neubürger müssen sich zuerst persönlich anmelden.",
    "Voraussetzung ist, dass Sie mit Hauptwohnsitz gemeldet sind. Die Anmeldung erfolgt persönlich im Bürgerbüro.",
    "Den Handwerkerausweis beantragen Sie bitte persönlich.",
    "Der Sonderparkausweis kann nur persönlich beantragt werden.",
    "Anträge für Gäste sind im Bürgerbüro zu stellen.",
    "Zum 1. Januar entfällt die Unterschrift auf dem Antrag.",
    "Wir verzichten auf Ihre Unterschrift.",
    "Der Antrag ist auch ohne Unterschrift wirksam.",
    "Es genügt, wenn Sie den Antrag elektronisch absenden; unterschreiben müssen Sie ihn nicht.",
    "Ein Ausdruck des Antrags für Ihre Akten ist sinnvoll.",
    "Speichern oder drucken Sie die letzte Seite als Beleg.",
    "Drucken Sie sich die Übersicht der Parkzonen aus.",
    "Tipp: Drucken Sie die Checkliste aus, bevor Sie beginnen.",
    "Das Urteil des Gerichts muss rechtskräftig sein und den Vermerk im Original tragen.",
    "Die Rechnung muss auf Ihren Namen lauten und das Original fünf Jahre aufbewahrt werden.",
    "Bewahren Sie die Originale auf, wir fordern sie eventuell an.",
    "Our staff will sign the permit and send it to you by post.",
    "Please print the permit and display it behind the windscreen.",
    "If you do not have an e-mail address, please come to the town hall in person.",
]

DEMANDS = [
    "Nach dem Absenden müssen Sie den Antrag ausdrucken, unterschreiben und per Post an uns senden.",
    "Der Online-Antrag muss anschließend ausgedruckt und eigenhändig unterschrieben werden.",
    "Danach ist eine persönliche Vorsprache im Bürgerbüro zwingend erforderlich.",
    "Trotz Online-Antrag müssen Sie persönlich im Bürgerbüro erscheinen.",
    "Ihr Online-Antrag wird erst nach einem persönlichen Gespräch bearbeitet.",
    "Anschließend legen Sie bitte den Fahrzeugschein im Original im Bürgerbüro vor.",
    "Das SEPA-Mandat müssen Sie im Original mit Unterschrift per Post nachreichen.",
    "Füllen Sie das Online-Formular aus, drucken Sie es aus und geben Sie es unterschrieben ab.",
    "Zusätzlich zum Online-Antrag müssen Sie eine unterschriebene Bestätigung per Post schicken.",
    "Ohne Ihre Unterschrift auf dem Ausdruck gilt der Online-Antrag als nicht gestellt.",
    "After submitting the online form you must print, sign and return it by post.",
    "Wenn Sie das Formular online ausgefüllt haben, drucken Sie es bitte aus und schicken es unterschrieben an uns.",
    "Das ausgefüllte Online-Formular muss unterschrieben per Post bei uns eingehen.",
    "Der Online-Antrag ersetzt nicht die Unterschrift; senden Sie uns danach das unterschriebene Exemplar zu.",
    "Im Anschluss an die Online-Anmeldung unterschreiben Sie bitte im Bürgerbüro.",
    "Nach Abschluss der Eingabe wird ein PDF erzeugt, das Sie ausdrucken, unterschreiben und einsenden müssen.",
    "Die Angaben werden in ein PDF übernommen. Dieses drucken Sie anschließend aus, unterschreiben es und geben es ab.",
    "Sie erhalten nach dem Absenden ein PDF, das Sie bitte unterschrieben zurücksenden.",
    "Nach der Online-Voranmeldung kommen Sie bitte mit Ihrem Ausweis ins Bürgerbüro, um die Anmeldung abzuschließen.",
    "Die Online-Anmeldung ist nur eine Voranmeldung. Zur endgültigen Anmeldung müssen Sie persönlich erscheinen.",
    "Der Antrag gilt erst als gestellt, wenn uns der unterschriebene Ausdruck vorliegt.",
    "Bitte senden Sie den unterschriebenen Ausdruck innerhalb von zwei Wochen an das Amt.",
    "Der Antrag muss nach dem Ausfüllen ausgedruckt und mit Originalunterschrift eingereicht werden.",
    "Die Originalunterlagen reichen Sie nach der Online-Antragstellung bitte auf dem Postweg nach.",
    "Zusätzlich zum Online-Antrag ist ein persönlicher Termin zwingend erforderlich.",
    "Online stellen Sie den Antrag, zur Identitätsprüfung müssen Sie dann persönlich vorsprechen.",
    "Vergessen Sie nicht, den Ausdruck des Online-Antrags zu unterschreiben und einzusenden.",
    "Eine rein elektronische Abgabe ist nicht möglich: Das Online-Formular ist auszudrucken und zu unterschreiben.",
]


def judge(sentence: str, *, on_form: bool):
    entry = START + LINK + ("" if on_form else f"<p>{sentence}</p>")
    page = "<h1>Antrag</h1>" + (f"<p>{sentence}</p>" if on_form else "") + FORM
    return completion(Case(evidence_of({"/": entry, "/antrag": page})))


@pytest.mark.parametrize("on_form", [False, True], ids=["entry", "form"])
@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless_sentence_accuses_nobody(sentence, on_form):
    verdict = judge(sentence, on_form=on_form)
    assert verdict.completable != "no", [(q.signal, q.quote) for q in verdict.evidence]
    assert not verdict.media_breaks


def test_harmless_sentences_seldom_cost_the_verdict():
    certain = [judge(s, on_form=False).completable == "yes" for s in HARMLESS]
    assert sum(certain) / len(certain) >= 0.85


@pytest.mark.parametrize("sentence", DEMANDS)
def test_demand_is_found(sentence):
    verdict = judge(sentence, on_form=False)
    assert verdict.completable == "no", verdict.reason
    assert verdict.media_breaks
