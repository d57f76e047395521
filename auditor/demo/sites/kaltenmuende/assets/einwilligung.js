"use strict";
// Ohne Entscheidung wird nichts gezählt. Beide Knöpfe sind gleich, und die Entscheidung gilt ein halbes Jahr.
const bereich = document.getElementById("cookie-einwilligung");
const merken = (wert) => { document.cookie = `einwilligung=${wert}; path=/; max-age=15552000; samesite=lax`; };
const zaehlen = () => { new Image().src = bereich.dataset.zaehler; };
const entschieden = document.cookie.match(/(?:^|; )einwilligung=(ja|nein)/);
if (!entschieden) bereich.hidden = false;
if (entschieden && entschieden[1] === "ja") zaehlen();
document.getElementById("ablehnen").addEventListener("click", () => { merken("nein"); bereich.hidden = true; });
document.getElementById("zustimmen").addEventListener("click", () => { merken("ja"); bereich.hidden = true; zaehlen(); });
