"use strict";
// Der ganze Antrag entsteht im Browser; was er fragt, liest er beim Laden mit einem POST vom Server.
const app = document.getElementById("app");
const antworten = {};
let plan = null;

const bauen = (name, eigenschaften = {}, ...kinder) => {
  const knoten = Object.assign(document.createElement(name), eigenschaften);
  knoten.append(...kinder);
  return knoten;
};

const holen = async (pfad, daten) => {
  const antwort = await fetch(pfad, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(daten) });
  return antwort.json();
};

const stern = () => bauen("span", { className: "pflicht", textContent: " *", ariaHidden: "true" });

const feld = (f) => {
  const eingabe = bauen("input", { id: f.name, name: f.name, type: f.art || "text", required: Boolean(f.pflicht), className: "long" });
  if (f.auto) eingabe.autocomplete = f.auto;
  if (f.art !== "file") eingabe.value = antworten[f.name] || "";
  const beschriftung = bauen("label", { htmlFor: f.name }, f.text);
  beschriftung.append(f.pflicht ? stern() : bauen("span", { className: "freiwillig", textContent: " (freiwillig)" }));
  return bauen("div", { className: "feld" }, beschriftung, eingabe);
};

const knopf = (text, haupt, tun) => {
  const b = bauen("button", { type: haupt ? "submit" : "button", className: haupt ? "knopf haupt" : "knopf", textContent: text });
  if (tun) b.addEventListener("click", tun);
  return b;
};

const gehe = (n) => { location.hash = `#/schritt/${n}`; };

const fehlt = (form, schritt) => schritt.felder.filter((f) => f.pflicht && !form.elements[f.name].value.trim());

const melden = (form, felder) => {
  app.querySelectorAll(".fehlerliste, .fehlertext").forEach((k) => k.remove());
  const liste = bauen("ul", {}, ...felder.map((f) => bauen("li", {}, bauen("a", { href: `#${f.name}`, textContent: `${f.text}: Bitte ausfüllen.`, onclick: (e) => { e.preventDefault(); form.elements[f.name].focus(); } }))));
  const kasten = bauen("div", { className: "fehlerliste", tabIndex: -1, role: "alert" }, bauen("h2", { textContent: "Bitte ergänzen Sie diese Angaben" }), liste);
  form.before(kasten);
  felder.forEach((f) => {
    const text = bauen("p", { className: "fehlertext", id: `${f.name}-fehler`, textContent: `${f.text}: Bitte ausfüllen.` });
    form.elements[f.name].before(text);
    form.elements[f.name].setAttribute("aria-describedby", text.id);
    form.elements[f.name].setAttribute("aria-invalid", "true");
  });
  kasten.focus();
};

const zeigeSchritt = (n) => {
  const schritt = plan.schritte[n - 1];
  const form = bauen("form", { noValidate: true }, bauen("fieldset", { className: "gruppe" }, bauen("legend", { textContent: schritt.titel }), ...schritt.felder.map(feld)));
  const knoepfe = bauen("div", { className: "knoepfe" }, knopf("Weiter", true));
  if (n > 1) knoepfe.append(knopf("Zurück", false, () => gehe(n - 1)));
  form.append(knoepfe);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const offen = fehlt(form, schritt);
    if (offen.length) { melden(form, offen); return; }
    new FormData(form).forEach((wert, name) => { antworten[name] = wert instanceof File ? wert.name : wert; });
    gehe(n + 1);
  });
  return [bauen("p", { className: "fortschritt-kurz", textContent: `Schritt ${n} von ${plan.schritte.length + 1}` }), bauen("h1", { textContent: plan.titel, tabIndex: -1 }), bauen("h2", { textContent: schritt.titel }), bauen("p", { className: "legende", textContent: "Felder mit * müssen Sie ausfüllen." }), form];
};

const zeigePruefen = () => {
  const teile = plan.schritte.map((s) => bauen("section", { className: "uebersicht" }, bauen("h3", { textContent: s.titel }), bauen("dl", {}, ...s.felder.map((f) => bauen("div", {}, bauen("dt", { textContent: f.text }), bauen("dd", { textContent: antworten[f.name] || "keine Angabe" }))))));
  const form = bauen("form", { noValidate: true }, bauen("p", { className: "warnung", textContent: "Mit dem Absenden stellen Sie Ihren Antrag verbindlich." }), bauen("div", { className: "knoepfe" }, knopf("Antrag verbindlich absenden", true), knopf("Zurück", false, () => gehe(plan.schritte.length))));
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const ergebnis = await holen("/api/antrag", antworten);
    app.replaceChildren(bauen("h1", { textContent: "Vielen Dank, Ihr Antrag ist eingegangen" }), bauen("div", { className: "erfolg", role: "status" }, bauen("p", { textContent: `Ihre Vorgangsnummer: ${ergebnis.vorgang}` })), bauen("p", { textContent: "Sie müssen nichts ausdrucken und nichts unterschreiben." }));
  });
  return [bauen("p", { className: "fortschritt-kurz", textContent: "Letzter Schritt: Prüfen und absenden" }), bauen("h1", { textContent: plan.titel, tabIndex: -1 }), bauen("h2", { textContent: "Prüfen Sie Ihre Angaben" }), ...teile, form];
};

const zeigen = (fokus) => {
  const n = Number((location.hash.match(/^#\/schritt\/(\d+)$/) || [0, 1])[1]);
  app.replaceChildren(...(n > plan.schritte.length ? zeigePruefen() : zeigeSchritt(n)));
  if (fokus) app.querySelector("h1").focus();
};

app.append(bauen("p", { textContent: "Der Antrag wird geladen …" }));
holen("/api/formular", { leistung: "wohngeld" }).then((daten) => {
  plan = daten;
  zeigen(false);
  addEventListener("hashchange", () => zeigen(true));
});
