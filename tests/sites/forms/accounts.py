"""Forms behind a login, which tell of the account wherever a page can tell of it."""

from __future__ import annotations

from tests.sites.forms.build import SEND, Ask, Go, button, case, fields, form, page, script, step, summary

USER = "pruef+konto@musterstadt.example"
PASSWORD = 'Geheim&<7>"ä'

_LOGIN = "<h2>Anmeldung mit Servicekonto</h2>NOTE" + form(
    "<p><label>Benutzername <input name=u value='SHOWN' autocomplete=username></label></p>"
    "<p><label>Passwort <input type=password name=p></label></p>"
    "<p><label><input type=checkbox name=r> Angemeldet bleiben</label></p>" + button("Anmelden"),
    "login",
)


def _login(note: str = "", shown: str = "") -> str:
    return page(_LOGIN.replace("NOTE", note).replace("SHOWN", shown))


def _enter(ask: Ask) -> str | Go:
    if (
        ask.method == "POST"
        and f"u={USER}" in ask.said
        and f"p={PASSWORD}" in ask.said
        and "r=on" not in ask.said
    ):
        return Go(f"konto?als={USER.replace('+', '%2B')}")
    name = ask.said.partition("u=")[2].partition("&")[0]
    return _login("<p role=alert>Benutzername oder Passwort ist falsch.</p>", name)


def _inside(ask: Ask) -> str | Go:
    told = (
        f"<p>Angemeldet als <b>{USER}</b></p><p title='{USER}'>Ihr Konto: {USER.upper()}</p><a href='konto/{USER}'>Profil</a>"
        f"<img src='bild/{USER}.png' alt='Bild von {USER}'><!-- {USER} {PASSWORD} -->"
        + script(
            f"localStorage.setItem('entwurf-{USER}', '1'); console.error('Sitzung von {USER}'); document.cookie = 'als=1'"
        )
    )
    mail = f"<label>E-Mail <input name=mail value='{USER}'></label>"
    return step(1, 2, told + form(fields() + mail + button("Weiter"), "2"))


case(
    "account",
    {
        "": page(
            "<p>Hier melden Sie Ihren Hund an, ganz ohne Papier und bequem von zu Hause aus, zu jeder Tageszeit.</p>"
            "<a href='login'>Online-Antrag starten</a>"
        ),
        "login": _enter,
        "konto": _inside,
        "2": lambda ask: summary(SEND, note=f"<p>Angemeldet als {USER}</p>"),
    },
)
case("account-at-once", {"": _login(), "login": _enter, "konto": _inside, "2": summary(SEND)}, "login")
case(
    "account-tells-others",
    {
        "": _login()
        + script(
            "document.forms[0].addEventListener('submit', () => { const u = document.forms[0].u.value;"
            " fetch('z9', {method: 'POST', body: u}); new Image().src = 'z9?u=' + encodeURIComponent(u);"
            " navigator.sendBeacon('z9', u); });"
        ),
        "login": _enter,
        "konto": _inside,
        "2": summary(SEND),
    },
    "login",
)
case("account-by-get", {"": _login().replace("method=post", "method=get"), "login": _enter}, "login")
