"""“Weiter” alone, without any sign of progress: forms that go on in the page itself, and forms that only seem to.

Nothing may leave while it is tried, nor later: an outbox, a timer, a worker or a socket would bring it to the town hall.
"""

from __future__ import annotations

from tests.sites.forms.build import END, SEND, case, fields, form, page, script, step, summary

REACHED = "final-reached"
UNKNOWN = "unknown-button"

_APP = """
const pages = [['Vorname', 'Nachname'], ['Straße und Hausnummer', 'Ort'], ['Name des Hundes', 'Rasse']]; let now = 0; const data = {};
const app = document.getElementById('app');
const show = () => {
  if (now < pages.length) {
    app.innerHTML = `PROGRESS<h2>Angaben</h2><form>${pages[now].map((n) => `<label>${n} <input name="${n}" required></label>`).join('')}<button>Weiter</button></form>`;
    app.querySelector('form').onsubmit = (e) => { e.preventDefault(); Object.assign(data, Object.fromEntries(new FormData(e.target))); SAVE; now++; GO; };
  } else {
    app.innerHTML = LAST; const s = app.querySelector('#s');
    if (s) s.onclick = () => fetch('z9', {method: 'POST', body: JSON.stringify(data)});
  }
};
"""
_LAST = "'<h2>Zusammenfassung</h2><p>' + Object.values(data).join(', ') + '</p><button type=button id=s>Antrag absenden</button>'"
_THANKS = "'<h2>Vielen Dank</h2><p>Ihr Antrag ist eingegangen.</p>'"


def _app(
    save: str = "", go: str = "show()", start: str = "show();", last: str = _LAST, progress: str = ""
) -> str:
    code = _APP.replace("SAVE", save).replace("GO", go).replace("LAST", last).replace("PROGRESS", progress)
    return page("<div id=app></div>" + script(code + start))


_POST = f"fetch('{END}', {{method: 'POST', body: JSON.stringify(data)}})"
#: A step count from the second page on.
_COUNT = "${now ? `<p>Schritt ${now + 1} von 4</p>` : ''}"

# They go on in the page itself
case("trust-app", _app(), REACHED, steps=4)
case(
    "trust-hash",
    _app("", "location.hash = '#/' + now", "addEventListener('hashchange', show); show();"),
    REACHED,
    steps=4,
)
case("trust-history", _app("", "history.pushState({}, '', '?' + now); show()"), REACHED, steps=4)
case("trust-then-counted", _app(progress=_COUNT), REACHED, steps=4)
case("trust-own-storage", _app("localStorage.entwurf = JSON.stringify(data)"), REACHED, steps=4)
case(
    "trust-sections",
    page(
        form(
            f"<section>{fields()}<button type=button onclick='go(1)'>Weiter</button></section>"
            "<section hidden><p><label>Ort <input name=ort required></label></p>"
            "<button type=button onclick='go(2)'>Weiter</button></section><section hidden id=l></section>"
        )
        + script(
            "const go = (n) => { document.querySelectorAll('section').forEach((s, i) => { s.hidden = i !== n; });"
            " if (n === 2) l.innerHTML = '<h2>Zusammenfassung</h2><button>Absenden</button>'; }"
        )
    ),
    REACHED,
    steps=3,
)
case(
    "trust-checks-input",
    page(
        "<form id=f novalidate><p><label>Geburtsdatum <input id=d aria-describedby=e required></label></p><p id=e></p>"
        "<button>Weiter</button></form>"
        + script(
            "f.onsubmit = (ev) => { ev.preventDefault(); if (!/^\\d{4}-\\d\\d-\\d\\d$/.test(d.value)) {"
            " d.setAttribute('aria-invalid', 'true'); e.textContent = 'Bitte das Datum als JJJJ-MM-TT angeben.'; return; }"
            " f.outerHTML = '<h2>Zusammenfassung</h2><button type=button>Absenden</button>'; }"
        )
    ),
    REACHED,
    steps=2,
)
case(
    "trust-lazy-part",
    {
        "": page(
            f"<div id=app>{fields()}<button type=button id=w>Weiter</button></div>"
            + script(
                "w.onclick = () => import('./teil-2.4f7a.mjs').then((m) => { app.innerHTML = m.html; });"
            )
        ),
        "teil-2.4f7a.mjs": 'export const html = \'<h2>Zusammenfassung</h2><img src="bild.png" alt=Hund>'
        "<button type=button>Antrag absenden</button>';",
        "bild.png": "",
    },
    None,
)

# They only seem to
case("trust-thanks", _app("localStorage.ausgang = JSON.stringify(data)", last=_THANKS), UNKNOWN)
case("trust-sends-and-thanks", _app(_POST, last=_THANKS), UNKNOWN)
case("trust-sends-by-get", _app("fetch('z9?a=1')"), UNKNOWN)
case("trust-sends-by-picture", _app("new Image().src = 'z9'"), UNKNOWN)
case("trust-sends-by-style", _app("document.body.style.background = 'url(z9)'"), UNKNOWN)
case("trust-sends-by-beacon", _app("navigator.sendBeacon('z9', 'x')"), UNKNOWN)
case(
    "trust-sends-by-frame",
    _app("document.body.append(Object.assign(document.createElement('iframe'), {src: 'z9'}))"),
    UNKNOWN,
)
case("trust-sends-by-window", _app("open('z9')"))
case("trust-sends-by-location", _app("location.href = 'z9'"), UNKNOWN)
case("trust-sends-by-event-source", _app("new EventSource('z9')"), UNKNOWN)
case(
    "trust-sends-by-prefetch",
    _app(
        "document.head.append(Object.assign(document.createElement('link'), {rel: 'prefetch', href: 'z9'}))"
    ),
)
case(
    "trust-sends-by-speculation",
    _app(
        "document.head.append(Object.assign(document.createElement('script'), {type: 'speculationrules',"
        ' textContent: \'{"prerender":[{"source":"list","urls":["z9"],"eagerness":"immediate"}]}\'}))'
    ),
)
case(
    "trust-sends-by-hidden-speculation",
    _app(
        "const h = document.body.appendChild(document.createElement('p')).attachShadow({mode: 'closed'});"
        "h.append(Object.assign(document.createElement('script'), {type: 'SpeculationRules',"
        ' textContent: \'{"prefetch":[{"source":"list","urls":["z9"],"eagerness":"immediate"}]}\'}))'
    ),
)
case(
    "trust-sends-by-worker",
    _app("new Worker(URL.createObjectURL(new Blob([`fetch('${location.href}z9', {method: 'POST'})`])))"),
)
case(
    "trust-worker-waits",
    _app(
        "w.postMessage('los')",
        start="const w = new Worker(URL.createObjectURL(new Blob([`onmessage = () => setTimeout(() => fetch('${location.href}z9', {method: 'POST'}), 30)`]))); show();",
    ),
)
case(
    "trust-sends-by-shared-worker",
    _app(
        "w && w.port.postMessage('los')",
        start="const w = window.SharedWorker && new SharedWorker('data:text/javascript,' + encodeURIComponent(`onconnect = (e) => { e.ports[0].onmessage = () => fetch('${location.href}z9', {method: 'POST', mode: 'no-cors'}); }`)); show();",
    ),
    None,
)
case(
    "trust-form-submits",
    page(
        f"<form method=post action={END} id=f>{fields()}</form><button type=button onclick='f.submit()'>Weiter</button>"
    ),
    UNKNOWN,
)
case(
    "trust-hidden-frame",
    page(
        f"<form method=post action={END} target=i id=f>{fields()}</form><iframe name=i title=still hidden></iframe><div id=app></div>"
        "<button type=button onclick=\"f.submit(); f.hidden = true; app.innerHTML = '<h2>Ihr Hund</h2><label>Rasse <input required></label>'\">Weiter</button>"
    ),
    UNKNOWN,
)
case("trust-timer", _app(f"setTimeout(() => {_POST}, 40)"), UNKNOWN)
case("trust-timer-late", _app(f"setTimeout(() => {_POST}, 900)"))
case("trust-timer-after-end", _app(f"if (now === 2) setTimeout(() => {_POST}, 2500)"))
case("trust-retries", _app(f"{_POST}.catch(() => setInterval(() => {_POST}, 50))", progress=_COUNT), UNKNOWN)
case("trust-outbox-memory", _app(f"if (now) {_POST}", progress=_COUNT), "guard")
case(
    "trust-outbox-batch",
    _app("if (now === 2) fetch('sync', {method: 'POST', body: JSON.stringify(data)})"),
    UNKNOWN,
    final=lambda ask: ask.path == "sync",
)
case(
    "trust-outbox-online",
    _app(
        f"navigator.onLine ? {_POST} : addEventListener('online', () => {_POST})",
        start=f"addEventListener('offline', () => {{ {_POST}; }}); show();",
    ),
    UNKNOWN,
)
case(
    "trust-outbox-storage",
    {
        "": _app(
            "localStorage.ausgang = JSON.stringify(data)",
            start=f"if (localStorage.ausgang) fetch('{END}', {{method: 'POST', body: localStorage.ausgang}}); show();",
        ).replace("/impressum", "impressum"),
        "impressum": page(
            "<h2>Impressum</h2><p>Stadt Musterstadt, Rathausplatz 1, 12345 Musterstadt</p>"
            + script(
                f"if (localStorage.ausgang) fetch('{END}', {{method: 'POST', body: localStorage.ausgang}});"
            )
        ),
    },
    REACHED,
)
case(
    "trust-declares",
    _app().replace(
        "<button>Weiter",
        "<label><input type=checkbox required> Ich versichere die Richtigkeit meiner Angaben.</label><button>Weiter",
    ),
    UNKNOWN,
)
case("trust-files", page(form(fields() + "<button>Weiter</button>")), UNKNOWN)
case(
    "socket-sends",
    _app(
        "s.send(JSON.stringify(data))",
        start="const s = new WebSocket(location.href.replace('http', 'ws') + 'z9'); show();",
    ),
    UNKNOWN,
)
case(
    "socket-sends-on-open-step",
    {
        "": step(
            1,
            2,
            form(fields() + "<button>Weiter</button>", "2")
            + script(
                "const s = new WebSocket(location.href.replace('http', 'ws') + 'z9');"
                "document.forms[0].onsubmit = () => s.send('antrag');"
            ),
        ),
        "2": summary(SEND),
    },
    by_press=False,
)

# What was refused is tried again where it might pass
case(
    "refused-then-retried",
    _app(
        "",
        start=f"let sent = 0; addEventListener('change', () => {{ if (!sent) fetch('{END}', {{method: 'POST'}}).then(() => sent = 1, () => 0); }});"
        f"addEventListener('click', () => {{ if (!sent) fetch('{END}', {{method: 'POST'}}).then(() => sent = 1, () => 0); }}, true); show();",
        progress="<p>Schritt ${now + 1} von 4</p>",
    ),
    by_press=False,
)
case(
    "posts-every-change",
    {
        "": step(1, 3, "<div id=app></div>")
        + script(
            "const ui = (html) => { app.innerHTML = html; };"
            "const tell = (what) => fetch('uidl', {method: 'POST', body: JSON.stringify(what)}).then((r) => r.json()).then((a) => a.ui && ui(a.ui));"
            f"ui(`<form onsubmit='return false'>{fields()}<button type=button>Weiter</button></form>`);"
            "addEventListener('change', (e) => tell({field: e.target.name, value: e.target.value}));"
            "addEventListener('click', (e) => e.target.matches('button') && tell({click: 'weiter'}));"
        ),
        "uidl": "{}",
    },
    "guard",
    by_press=False,
    final=lambda ask: ask.path == "uidl",
)
