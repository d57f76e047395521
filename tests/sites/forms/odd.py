"""Odd endings: forms that would file where nobody expects it. Nothing of them may ever be sent."""

from __future__ import annotations

from tests.sites.forms.build import (
    END,
    SEND,
    Ask,
    Go,
    button,
    case,
    fields,
    form,
    page,
    script,
    step,
    stepper,
    summary,
)

NEXT = button("Weiter")
UNKNOWN = "unknown-button"

# Labels that say less than they do
case("next-files", page(form(fields() + NEXT)), UNKNOWN)
case(
    "next-files-on-last",
    {"": step(1, 2, form(fields() + NEXT, "2")), "2": step(2, 2, form(fields("Ort", "PLZ") + NEXT))},
    UNKNOWN,
)
case("next-files-on-summary", {"": step(1, 3, form(fields() + NEXT, "2")), "2": summary(form(NEXT))}, UNKNOWN)
case(
    "next-files-by-word",
    page(
        "<p>Schritt 1 von 2</p><p>Mit Klick auf „Weiter“ wird Ihr Antrag verbindlich gestellt.</p>"
        + form(fields() + NEXT)
    ),
    UNKNOWN,
)
case("next-files-one-of-one", step(1, 1, form(fields() + NEXT)), UNKNOWN)
case("next-before-confirmation", page(stepper(0, "Daten", "Bestätigung") + form(fields() + NEXT)), UNKNOWN)
case("next-to-confirmation", page(form(fields() + button("Weiter zur Bestätigung"))))
case(
    "next-full-bar",
    page(
        "<div role=progressbar aria-valuenow=100 aria-valuemax=100 style='width:90px;height:9px'></div>"
        + form(fields() + NEXT)
    ),
    UNKNOWN,
)
case(
    "next-declared",
    page(
        form(
            fields()
            + "<label><input type=checkbox required> Hiermit beantrage ich die Leistung.</label>"
            + NEXT
        )
    ),
    UNKNOWN,
)
case("continue-files", page(form(fields() + button("Continue"))), UNKNOWN)
case("take-over-files", page(form(fields() + button("Übernehmen"))), UNKNOWN)
case("ok-files", page(form(fields() + button("OK"))))
case("done-files", page(form(fields() + button("Fertig"))))
case("arrow-files", page(form(fields() + button("»"))), UNKNOWN)
case("save-files", page(form(fields() + button("Speichern"))))
case("back-files", page(form(fields() + button("Zurück"))))
case("check-files", page(form(fields() + button("Prüfen"))), UNKNOWN)
case("nameless-files", page(form(fields() + "<button><svg width=20 height=20></svg></button>")), UNKNOWN)
case("strange-files", page(form(fields() + button("Auf geht’s"))), UNKNOWN)
case("start-files", page(form(fields() + button("Antrag starten"))))
case("check-and-send", page(form(fields() + button("Prüfen und absenden"))), "final-reached")
case("order", page(form(fields() + button("Kostenpflichtig bestellen"))), "final-reached")
case("book", page(form(fields() + button("Termin buchen"))), "final-reached")
case("binding", page(form(fields() + button("Jetzt verbindlich anmelden"))), "final-reached")
case("mail-link", page(form(fields("Name", "E-Mail") + button("Bestätigungslink anfordern"))))

# Pictures, links and things that are no buttons
case(
    "picture-without-words",
    page(form(fields() + "<input type=image src='/bilder/absenden.png' width=90 height=30>")),
)
case(
    "picture-says-next",
    step(
        1, 2, form(fields() + "<input type=image alt=Weiter src='/bilder/absenden.png' width=90 height=30>")
    ),
    UNKNOWN,
)
case("link-sends-by-get", summary(f"<a href='{END}?antrag=7'>Jetzt absenden</a>"))
case(
    "link-next-sends-by-get",
    {"": step(1, 2, fields() + "<a href='absenden?antrag=7'>Weiter</a>"), "absenden": page("Danke")},
    final=lambda ask: ask.path == "absenden",
)
case("link-next-on-summary", summary(f"<a href='{END}?antrag=7'>Weiter</a>"), UNKNOWN)
case(
    "span-sends",
    page(
        form(fields() + "<span style='cursor:pointer' id=s>Senden</span>")
        + script("s.onclick = () => document.forms[0].submit()")
    ),
)
case(
    "div-next-sends", page(form(fields() + "<div onclick='document.forms[0].submit()'>Weiter</div>")), UNKNOWN
)
case(
    "row-sends",
    page(form(fields() + "<table><tr><td onclick='document.forms[0].submit()'>Abschicken</td></tr></table>")),
)
case("label-sends", page(form(fields() + "<label for=s>Absenden</label><input type=submit id=s hidden>")))

# What stands behind the button
case(
    "address-sends",
    {"": step(1, 2, form(fields() + NEXT, "antrag/absenden")), "antrag/absenden": page("Danke")},
    UNKNOWN,
    final=lambda ask: ask.path == "antrag/absenden",
)
case(
    "formaction-sends",
    {
        "": step(1, 2, form(fields() + button("Weiter", "formaction=einreichen"), "2")),
        "einreichen": page("Danke"),
        "2": summary(SEND),
    },
    UNKNOWN,
    final=lambda ask: ask.path == "einreichen",
)
case(
    "hidden-field-sends",
    {
        "": step(1, 2, form("<input type=hidden name=aktion value=absenden>" + fields() + NEXT, "2")),
        "2": page("Danke"),
    },
    UNKNOWN,
    final=lambda ask: "aktion=absenden" in ask.said,
)
case(
    "button-value-sends",
    {"": step(1, 2, form(fields() + button("Weiter", "name=do value=final"), "2")), "2": page("Danke")},
    UNKNOWN,
    final=lambda ask: "do=final" in ask.said,
)
case(
    "script-sends",
    step(
        1,
        2,
        form(fields() + "<button type=button onclick='antragAbsenden()'>Weiter</button>")
        + script("function antragAbsenden() { document.forms[0].submit(); }"),
    ),
)
case(
    "other-form-sends",
    {"": step(1, 2, form(fields() + NEXT, "2")) + form(button("Antrag absenden")), "2": summary(SEND)},
)
case(
    "both-buttons",
    {
        "": step(1, 2, form(fields() + NEXT + button("Sofort absenden", f"formaction={END}"), "2")),
        "2": summary(SEND),
    },
)
case(
    "script-swaps-action",
    step(1, 2, form(fields() + NEXT, "2", more=f"onsubmit=\"this.action='{END}'\"")),
    by_press=False,
)

# GET as the final act
case("get-sends", page(form(fields() + button("Antrag senden"), method="get")), "final-reached")
case("get-next-sends", page(form(fields() + NEXT, method="get")), UNKNOWN)
case(
    "get-by-picture",
    page(
        form(fields() + NEXT)
        + script(f"addEventListener('change', (e) => {{ new Image().src = '{END}?v=' + e.target.value; }})")
    ),
)
case(
    "get-by-picture-open",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"addEventListener('change', (e) => {{ new Image().src = '{END}?v=' + e.target.value; }})"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "get-by-fetch",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(f"addEventListener('change', (e) => {{ fetch('{END}?v=' + e.target.value); }})"),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "get-by-location",
    page(fields() + f"<button onclick=\"location.href='{END}?v=' + f1.value\">Weiter</button>"),
    UNKNOWN,
)

# Without a press
case(
    "enter-key",
    page(
        fields()
        + script(
            f"addEventListener('keydown', (e) => {{ if (e.key === 'Enter') fetch('{END}', {{method: 'POST'}}); }})"
        )
    ),
)
case(
    "enter-implicit",
    page(form("<label>Name <input name=n required></label><label>Datei <input type=file name=d></label>")),
)
case(
    "on-change",
    page(
        form(
            "<label>Ort <input name=o></label><label>Art <select name=a onchange='this.form.submit()'><option value=''>Bitte wählen</option><option>Hund</option></select></label>"
            + NEXT
        )
    ),
)
case(
    "on-change-open",
    {
        "": step(
            1,
            2,
            form(
                "<label>Ort <input name=o required></label><label>Art <select name=a required onchange='fetch(\"z9\", {method: \"POST\"})'><option value=''>Bitte wählen</option><option>Hund</option></select></label>"
                + NEXT,
                "2",
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-blur",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"f1.addEventListener('blur', () => fetch('{END}', {{method: 'POST', body: f1.value}}))"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-tick",
    {
        "": step(
            1,
            2,
            form(
                fields("Vorname")
                + "<label><input type=checkbox required name=c onchange='document.forms[1].requestSubmit()'> Ich bestätige die Angaben</label>"
                + NEXT,
                "2",
            )
            + form("<input type=hidden name=x>"),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-timer",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"addEventListener('input', () => setTimeout(() => fetch('{END}', {{method: 'POST'}}), 60))"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-unload",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(f"addEventListener('pagehide', () => navigator.sendBeacon('{END}', f1.value))"),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-arrival",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": summary(
            form("<input type=hidden name=a value=1>" + button("Absenden"))
            + script("document.forms[0].submit()")
        ),
    },
    by_press=False,
)
case(
    "on-arrival-fetch",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": summary(SEND + script(f"fetch('{END}', {{method: 'POST', body: 'x'}})")),
    },
    by_press=False,
)
case(
    "on-arrival-get",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": lambda ask: summary(SEND + script(f"location.href = '{END}?n=Servicestandard'")),
    },
    by_press=False,
)
case(
    "on-submit-beacon",
    {
        "": step(1, 2, form(fields() + NEXT, "2", more=f"onsubmit=\"navigator.sendBeacon('{END}', 'x')\"")),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "on-submit-socket",
    {
        "": step(
            1,
            2,
            form(
                fields() + NEXT,
                "2",
                more=f"onsubmit=\"new WebSocket('ws://' + location.host + '/on-submit-socket/{END}')\"",
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "keepalive",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"addEventListener('pagehide', () => fetch('{END}', {{method: 'POST', keepalive: true, body: f1.value}}))"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "keepalive-on-hide",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"document.addEventListener('visibilitychange', () => fetch('{END}', {{method: 'POST', keepalive: true}}), true); window.onunload = () => navigator.sendBeacon('{END}')"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)
case(
    "link-ping", page(fields() + f"<p>Schritt 1 von 2</p><a href='2' ping='{END}'>Weiter</a>"), by_press=False
)
case(
    "two-at-once",
    {
        "": step(
            1,
            2,
            form(fields() + NEXT, "2")
            + script(
                f"document.forms[0].addEventListener('submit', () => {{ const f = document.createElement('form'); f.method = 'post'; f.action = '{END}'; f.target = 'i'; document.body.append(f); f.submit(); }})"
            )
            + "<iframe name=i title=still></iframe>",
        ),
        "2": summary(SEND),
    },
    by_press=False,
)

# By script
_SPA = "<div id=app><p>PROGRESS</p><label>Vorname <input id=a required></label><label>Nachname <input id=b required></label><button id=w type=button>LABEL</button></div>"


def _spa(progress: str, label: str, call: str) -> str:
    return page(
        _SPA.replace("PROGRESS", progress).replace("LABEL", label)
        + script(f"w.onclick = () => {{ {call}; app.innerHTML = '<h2>Vielen Dank</h2>'; }}")
    )


case("spa-next-posts", _spa("", "Weiter", f"fetch('{END}', {{method: 'POST', body: a.value}})"), UNKNOWN)
case(
    "spa-next-puts",
    _spa("Schritt 2 von 2", "Weiter", f"fetch('{END}', {{method: 'PUT', body: a.value}})"),
    UNKNOWN,
)
case("spa-next-beacons", _spa("", "Weiter", f"navigator.sendBeacon('{END}', a.value)"), UNKNOWN)
case(
    "spa-send-xhr",
    _spa("", "Absenden", f"const x = new XMLHttpRequest(); x.open('POST', '{END}'); x.send(a.value)"),
    "final-reached",
)
case(
    "spa-speaking-address",
    {"": _spa("Schritt 1 von 2", "Weiter", "fetch('api/antrag-absenden', {method: 'POST', body: a.value})")},
    by_press=False,
    final=lambda ask: "absenden" in ask.path,
)
case(
    "spa-confirm-dialog",
    _spa("", "Absenden", f"if (confirm('Wirklich?')) fetch('{END}', {{method: 'POST'}})"),
    "final-reached",
)
case(
    "asked-twice",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": summary(form(button("Absenden"), "3")),
        "3": page(form("<p>Wirklich absenden?</p>" + button("Ja"))),
    },
    "final-reached",
    final=lambda ask: ask.path in {"3", END},
)

# Frames and hosts
case(
    "frame-sends",
    {
        "": page("<iframe src=innen title=Antrag width=800 height=400></iframe>"),
        "innen": page(form(fields() + button("Absenden"))),
    },
    "final-reached",
)
case(
    "frame-next-sends",
    {
        "": page("<iframe src=innen title=Antrag width=800 height=400></iframe>"),
        "innen": page(form(fields() + NEXT)),
    },
    UNKNOWN,
)
case(
    "frame-hides-progress",
    {
        "": page("<p>Schritt 1 von 1</p><iframe src=innen title=Antrag width=800 height=400></iframe>"),
        "innen": step(1, 2, form(fields() + NEXT)),
    },
    UNKNOWN,
)


def _elsewhere(ask: Ask) -> str | Go:
    """Sends to another host."""
    if ask.path == END:
        return page("Danke")
    return step(1, 2, form(fields() + NEXT, f"http://woanders.localhost:{ask.port}/other-host/{END}"))


case("other-host", {"": _elsewhere}, by_press=False)

# Barriers, paper, dead ends
case(
    "paper",
    {"": step(1, 2, form(fields() + NEXT, "2")), "2": summary(form(button("PDF erzeugen"), "pdf"))},
    "paper",
    final=lambda ask: ask.path == "pdf",
)
case(
    "captcha",
    {
        "": step(
            1,
            2,
            form(
                fields()
                + "<div class=g-recaptcha style='width:300px;height:70px'>Ich bin kein Roboter</div>"
                + NEXT,
                "2",
            ),
        ),
        "2": summary(SEND),
    },
    "captcha",
)
case(
    "captcha-picture",
    {
        "": step(
            1,
            2,
            form(
                fields()
                + "<label>Bitte die Zeichen im Bild eingeben (Captcha) <input name=c required></label>"
                + NEXT,
                "2",
            ),
        ),
        "2": summary(SEND),
    },
    "captcha",
)
case(
    "payment",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": page(form(fields("Kreditkartennummer", "Prüfnummer") + button("Jetzt bezahlen"))),
    },
    "payment",
)
case(
    "payment-button",
    {
        "": step(1, 3, form(fields() + NEXT, "2")),
        "2": page("<p>Schritt 2 von 3</p>" + form(fields("Betrag") + button("Zur Zahlung"))),
    },
    "payment",
)
case(
    "login-inside",
    {
        "": step(1, 3, form(fields() + NEXT, "2")),
        "2": step(
            2,
            3,
            form(
                "<label>E-Mail <input type=email name=e></label><label>Passwort <input type=password name=p></label><label>Kundennummer <input name=k></label>"
                + NEXT
            ),
        ),
    },
    "login",
)
case(
    "signature",
    {
        "": step(
            1,
            2,
            form(
                fields() + "<p>Unterschrift:</p><canvas id=signature width=300 height=90></canvas>" + NEXT,
                "2",
            ),
        ),
        "2": summary(SEND),
    },
    "signature",
)
case("same-again", {"": step(1, 3, form(fields() + NEXT, ""))}, "stuck")
case(
    "never-content",
    {
        "": lambda ask: step(
            1,
            3,
            form(
                "<label>Aktenzeichen <input name=az required aria-invalid=true aria-describedby=e></label><p id=e>Dieses Aktenzeichen kennen wir nicht.</p>"
                + NEXT,
                "",
            ),
        )
    },
    "stuck",
)
case("no-button", page(fields()), "stuck")
case("always-asleep", step(1, 2, form(fields() + button("Weiter", "disabled"))), "stuck")
case(
    "endless",
    {
        "": step(1, 30, form(fields() + NEXT, "n1")),
        **{f"n{i}": step(i + 1, 30, form(fields() + NEXT, f"n{i + 1}")) for i in range(1, 9)},
    },
    "limit",
)

case("hand-in-for-review", step(2, 2, form(fields() + button("Zur Prüfung einreichen"))), "final-reached")
case("review-and-send", step(2, 2, form(fields() + button("Angaben prüfen und absenden"))), "final-reached")
case("review-on-summary", summary(form(button("Angaben prüfen"))), UNKNOWN)
case("for-review", step(2, 2, form(fields() + button("Zur Prüfung"))), UNKNOWN)
case(
    "tabs-are-no-steps",
    page(
        "<ul class=reiter><li class=active>Angaben</li><li>Hinweise</li><li>Kosten</li></ul>"
        + form(fields() + NEXT)
    ),
    UNKNOWN,
)
case(
    "stepper-by-class-last",
    page(
        "<ol class=schritte><li class=schritt>1 Daten</li><li class='schritt aktiv'>2 Ende</li></ol>"
        + form(fields() + NEXT)
    ),
    UNKNOWN,
)
case(
    "label-changes",
    step(
        1,
        2,
        form(fields() + button("Weiter", "id=w"))
        + script("addEventListener('change', () => { w.textContent = 'Absenden'; })"),
    ),
    "final-reached",
)
case(
    "words-appear",
    step(
        1,
        2,
        form(fields() + NEXT)
        + "<p id=h hidden>Mit Klick auf „Weiter“ wird Ihr Antrag sofort abgeschickt.</p>"
        + script("addEventListener('change', () => { h.hidden = false; })"),
    ),
    UNKNOWN,
)
