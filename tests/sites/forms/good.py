"""Well-made forms: a walk must reach their last step, and file none of them."""

from __future__ import annotations

from tests.sites.forms.build import (
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

REACHED = "final-reached"
NEXT = button("Weiter")


def _three(first: str, second: str, **more: object) -> dict[str, object]:
    return {"": first, "2": second, "3": summary(SEND), **more}


case(
    "classic",
    _three(
        step(1, 3, form(fields() + NEXT, "2")),
        step(2, 3, form(fields("Straße und Hausnummer", "Postleitzahl", "Ort") + NEXT, "3")),
    ),
    REACHED,
    steps=3,
)
case(
    "stepper",
    _three(
        page(stepper(0, "Person", "Adresse", "Prüfen") + form(fields() + NEXT, "2")),
        page(stepper(1, "Person", "Adresse", "Prüfen") + form(fields("Ort", "Straße") + NEXT, "3")),
    ),
    REACHED,
    steps=3,
)
case(
    "named-buttons",
    _three(
        page(form(fields() + button("Weiter zu Schritt 2"), "2")),
        page(form(fields("Ort", "Straße") + button("Weiter zur Zusammenfassung"), "3")),
    ),
    REACHED,
    steps=3,
)
case(
    "post-redirect-get",
    {
        "": step(1, 2, form(fields() + NEXT, "s1")),
        "s1": lambda ask: Go("2"),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)


def _state(ask: Ask) -> str | Go:
    """A server that forgets: without its hidden state it begins anew."""
    if "javax.faces.ViewState=s1" not in ask.said:
        return Go("")
    hidden = "<input type=hidden name=javax.faces.ViewState value=s2>"
    return step(2, 3, form(hidden + fields("Ort", "Straße") + NEXT, "3"))


case(
    "view-state",
    {
        "": step(
            1, 3, form("<input type=hidden name=javax.faces.ViewState value=s1>" + fields() + NEXT, "2")
        ),
        "2": _state,
        "3": lambda ask: summary(SEND) if "ViewState=s2" in ask.said else Go(""),
    },
    REACHED,
    steps=3,
)
case(
    "by-get",
    _three(
        step(1, 3, form(fields() + NEXT, "2", "get")),
        step(2, 3, form(fields("Ort", "Straße") + NEXT, "3", "get")),
    ),
    REACHED,
    steps=3,
)

_APP = """
const steps = [['Vorname','Nachname'],['Straße und Hausnummer','Ort']]; let now = 0; const data = {};
const app = document.getElementById('app');
const show = () => {
  if (now < steps.length) {
    app.innerHTML = `<p>Schritt ${now + 1} von 3</p><form>${steps[now].map((n, i) => `<label>${n} <input name="${n}" required></label>`).join('')}<button>Weiter</button></form>`;
    app.querySelector('form').onsubmit = async (e) => { e.preventDefault(); Object.assign(data, Object.fromEntries(new FormData(e.target))); SAVE; now++; GO; };
  } else {
    app.innerHTML = '<h2>Zusammenfassung</h2><p>' + Object.values(data).join(', ') + '</p><button type=button id=s>Antrag absenden</button>';
    app.querySelector('#s').onclick = () => fetch('z9', {method: 'POST', body: JSON.stringify(data)});
  }
};
"""
_HOST = "<div id=app></div>"


def _app(save: str, go: str, start: str) -> str:
    return page(_HOST + script(_APP.replace("SAVE", save).replace("GO", go) + start))


case("spa-state", _app("", "show()", "show();"), REACHED, steps=3)
case(
    "spa-saves-each-step",
    {
        "": _app("await fetch('draft', {method: 'POST', body: JSON.stringify(data)})", "show()", "show();"),
        "draft": '{"ok": true}',
    },
    REACHED,
    steps=3,
)
case(
    "hash-router",
    _app("", "location.hash = '#/' + now", "addEventListener('hashchange', show); show();"),
    REACHED,
    steps=3,
)
case(
    "history-router",
    _app("", "history.pushState({}, '', '?' + now); show()", "addEventListener('popstate', show); show();"),
    REACHED,
    steps=3,
)
case(
    "late-app",
    _app("", "show()", "setTimeout(show, 150);"),
    REACHED,
    steps=3,
)
_HIDDEN = (
    f"<section>{fields()}<button type=button onclick='go(1)'>Weiter</button></section>"
    "<section hidden><p><label>Ort <input name=ort required></label></p>"
    "<button type=button onclick='go(2)'>Weiter</button></section>"
    "<section hidden><h2>Zusammenfassung</h2><button>Absenden</button></section>"
)
case(
    "hidden-pages",
    page(
        form(_HIDDEN)
        + script(
            "const go = (n) => document.querySelectorAll('section').forEach((s, i) => { s.hidden = i !== n; })"
        )
    ),
    REACHED,
    steps=3,
)
case(
    "iframe",
    {
        "": page("<iframe src=innen title=Antrag width=800 height=500></iframe>"),
        "innen": step(1, 2, form(fields() + NEXT, "2")),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "frameset",
    {
        "": "<!doctype html><title>Antrag</title><frameset cols='50%,50%'><frame src=innen><frame src=leer></frameset>",
        "innen": step(1, 2, form(fields() + NEXT, "2")),
        "leer": page("<p>Hinweise</p>"),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "image-forward",
    {
        "": step(1, 2, form(fields() + "<input type=image src=w.png alt=Weiter width=90 height=30>", "2")),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "link-forward",
    {
        "": step(
            1,
            2,
            form(
                fields() + "<a href='#' onclick='document.forms[0].submit(); return false'>Weiter</a>",
                "2",
            ),
        ),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "div-forward",
    {
        "": step(
            1,
            2,
            form(fields() + "<div onclick='document.forms[0].requestSubmit()'>Weiter &gt;&gt;</div>", "2"),
        ),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "role-button-forward",
    {
        "": step(
            1,
            2,
            form(fields() + "<span role=button tabindex=0 id=w>Weiter</span>", "2")
            + script("w.addEventListener('click', () => document.forms[0].submit())"),
        ),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "asleep-until-filled",
    {
        "": step(
            1,
            2,
            form(fields() + button("Weiter", "disabled id=w"), "2")
            + script(
                "addEventListener('input', () => { w.disabled = ![...document.forms[0].elements].every((e) => e === w || e.value); })"
            ),
        ),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)


def _strict(ask: Ask) -> str | Go:
    """Takes a date in one shape only, and says so."""
    if "tag=1985-03-24" in ask.said:
        return Go("2")
    note = (
        "<p class=error-message id=e>Bitte das Datum als JJJJ-MM-TT angeben.</p>"
        if ask.method == "POST"
        else ""
    )
    invalid = "aria-invalid=true aria-describedby=e" if note else ""
    return step(
        1, 2, form(f"<label>Geburtsdatum <input name=tag {invalid} required></label>{note}{NEXT}", "")
    )


case("mends-a-date", {"": _strict, "2": summary(SEND)}, REACHED, steps=2)


def _optional(ask: Ask) -> str | Go:
    """Marks nothing as required, and asks for the telephone number all the same."""
    if "telefon=0" in ask.said or "telefon=+" in ask.said:
        return Go("2")
    note = "<div role=alert>Telefon: Bitte ausfüllen.</div>" if ask.method == "POST" else ""
    inside = fields() + "<label>Telefon (freiwillig) <input name=telefon></label>" + NEXT
    return step(1, 2, note + form(inside, ""))


case("asks-for-the-optional", {"": _optional, "2": summary(SEND)}, REACHED, steps=2)
case(
    "conditional",
    {
        "": step(
            1,
            2,
            form(
                "<fieldset><legend>Sind Sie eine Firma?</legend><label><input type=radio name=art value=ja required"
                " onchange='z.hidden=false;z.querySelector(\"input\").required=true'> Ja</label>"
                "<label><input type=radio name=art value=nein> Nein</label></fieldset>"
                "<p id=z hidden><label>Firma <input name=firma></label></p>" + NEXT,
                "2",
            ),
        ),
        "2": lambda ask: summary(SEND) if "firma=Testbetrieb" in ask.said else Go(""),
    },
    REACHED,
    steps=2,
)
_COMBO = (
    "<label id=l>Rasse</label><div role=combobox aria-labelledby=l aria-controls=lb aria-required=true tabindex=0"
    " id=c style='width:200px;height:30px'></div><input type=hidden name=rasse><ul role=listbox id=lb hidden>"
    "<li role=option>Dackel</li><li role=option>Mischling</li></ul>"
)
case(
    "combobox",
    {
        "": step(
            1,
            2,
            form(fields() + _COMBO + NEXT, "2")
            + script(
                "c.onclick = () => { lb.hidden = false; };"
                "lb.onclick = (e) => { c.textContent = e.target.textContent; document.forms[0].rasse.value = e.target.textContent; lb.hidden = true; }"
            ),
        ),
        "2": lambda ask: summary(SEND) if "rasse=Mischling" in ask.said else Go(""),
    },
    REACHED,
    steps=2,
)
case(
    "upload",
    {
        "": step(
            1,
            2,
            form(
                fields("Vorname")
                + "<label>Foto <input type=file name=foto accept='image/jpeg' required></label>"
                + NEXT,
                "2",
                more="enctype=multipart/form-data",
            ),
        ),
        "2": lambda ask: summary(SEND) if "testnachweis.jpg" in ask.said else Go(""),
    },
    REACHED,
    steps=2,
)
case(
    "new-window",
    {
        "": step(1, 2, form(fields() + NEXT, "2", more="target=_blank")),
        "2": summary(SEND),
    },
    REACHED,
    steps=2,
)
case(
    "dialog-at-the-end",
    page(
        form(
            fields() + "<button type=button onclick='d.showModal()'>Absenden</button>"
            f"<dialog id=d><p>Wirklich?</p>{button('Ja, verbindlich absenden')}</dialog>"
        )
    ),
    REACHED,
)
case("one-page", page(form(fields() + button("Antrag absenden"))), REACHED)
case("one-page-input", page(form(fields() + "<input type=submit value='Formular abschicken'>")), REACHED)
case("one-page-default-label", page(form(fields() + "<input type=submit>")), REACHED)
case(
    "one-page-image",
    page(form(fields() + "<input type=image src=x.png alt=Absenden width=90 height=30>")),
    REACHED,
)
case("one-page-english", page(form(fields() + button("Submit application"))), REACHED)
case("one-page-get", page(form(fields() + button("Jetzt verbindlich anmelden"), "z9", "get")), REACHED)
case("one-page-div", page(form(fields() + "<div onclick='document.forms[0].submit()'>Senden</div>")), REACHED)
case(
    "one-page-link",
    page(form(fields() + "<a href='javascript:document.forms[0].submit()'>Antrag einreichen</a>")),
    REACHED,
)
case(
    "shadow",
    page(
        "<x-form></x-form>"
        + script(
            "customElements.define('x-form', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
            f" `<p>Schritt 1 von 2</p>{form(fields() + NEXT, '2')}`; }} }})"
        )
    ),
    None,
)
case(
    "consent-first",
    {
        "": step(
            1,
            2,
            form(
                fields()
                + "<label><input type=checkbox name=ds required> Ich habe die Datenschutzhinweise gelesen.</label>"
                + "<label><input type=checkbox name=nl> Newsletter abonnieren</label>"
                + NEXT,
                "2",
            ),
        ),
        "2": lambda ask: summary(SEND) if "ds=on" in ask.said and "nl=on" not in ask.said else Go(""),
    },
    REACHED,
    steps=2,
)
case(
    "date-in-parts",
    {
        "": step(
            1,
            2,
            form(
                "<fieldset><legend>Geburtsdatum</legend>"
                + "".join(
                    f"<label>{n} <input name={n} required maxlength=4></label>"
                    for n in ("Tag", "Monat", "Jahr")
                )
                + "</fieldset>"
                + NEXT,
                "2",
            ),
        ),
        "2": lambda ask: summary(SEND) if "Tag=24&Monat=3&Jahr=1985" in ask.said else Go(""),
    },
    REACHED,
    steps=2,
)
case(
    "start-button",
    {
        "": page("<p>Hier melden Sie Ihren Hund an.</p>" + form(button("Antrag starten"), "1")),
        "1": step(1, 2, form(fields() + NEXT, "2")),
        "2": summary(SEND),
    },
    REACHED,
    steps=3,
)
case(
    "shapes",
    {
        "": step(
            1,
            2,
            form(
                "<label>PLZ <input name=plz pattern='[0-9]{5}' required></label>"
                "<label>E-Mail <input type=email name=m required></label>"
                "<label>IBAN <input name=iban maxlength=22 required></label>"
                "<label>Telefon <input type=tel name=t pattern='[0-9+ ]+' required></label>"
                "<label>Anzahl Hunde <input type=number name=n min=2 max=9 required></label>"
                "<label>Einzugsdatum <input type=date name=d required></label>"
                "<label>Anrede <select name=a required><option value=''>Bitte wählen</option><option>Frau</option>"
                "<option>keine Angabe</option></select></label>" + NEXT,
                "2",
            ),
        ),
        "2": lambda ask: (
            summary(SEND)
            if "plz=12345" in ask.said and "n=2" in ask.said and "a=keine Angabe" in ask.said
            else Go("")
        ),
    },
    REACHED,
    steps=2,
)
case(
    "review-after-the-last-number",
    {
        "": step(1, 2, form(fields() + NEXT, "2")),
        "2": step(2, 2, form(fields("Ort", "Straße") + button("Angaben prüfen"), "3")),
        "3": summary(SEND),
    },
    REACHED,
    steps=3,
)
_BY_CLASS = (
    "<ol class=schrittliste><li class='schritt {}'>1 Person</li><li class='schritt {}'>2 Adresse</li>"
    "<li class=schritt>3 Prüfen</li></ol>"
)
case(
    "stepper-by-class",
    {
        "": page(_BY_CLASS.format("aktiv", "") + form(fields() + NEXT, "2")),
        "2": page(_BY_CLASS.format("fertig", "aktiv") + form(fields("Ort", "Straße") + NEXT, "3")),
        "3": summary(SEND),
    },
    REACHED,
    steps=3,
)
