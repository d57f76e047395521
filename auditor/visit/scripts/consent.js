// Finds a cookie banner on the first layer: an overlay whose text speaks of cookies, with its buttons. Presses nothing.
(() => {
  const NAME = /cookie|consent|cmp|gdpr|dsgvo|usercentrics|klaro|onetrust|borlabs|didomi|cc-window|ccm/i;
  const WORDS = /cookie|einwillig|tracking|datenschutz(einstellung|freundlich)|statistik|consent/i;
  const flat = (text) => (text || "").replace(/\s+/g, " ").trim();
  const found = [];
  const roots = [document];
  for (const el of document.querySelectorAll("*")) if (el.shadowRoot) roots.push(el.shadowRoot);
  for (const root of roots) {
    for (const el of root.querySelectorAll("div, section, aside, dialog, form, [role=dialog], [role=alertdialog], [role=region]")) {
      if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const position = getComputedStyle(el).position;
      const overlay = position === "fixed" || position === "sticky" || /dialog/.test(el.getAttribute("role") || el.localName);
      const named = NAME.test(`${el.id} ${el.getAttribute("class") || ""} ${el.getAttribute("aria-label") || ""}`);
      if (!overlay && !named) continue;
      const text = flat(el.innerText);
      if (text.length < 20 || text.length > 6000 || !WORDS.test(text)) continue;
      const buttons = [...el.querySelectorAll("button, [role=button], input[type=button], input[type=submit], a[href]")]
        .filter((b) => b.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
      if (buttons.length) found.push({ el, text, buttons });
    }
  }
  if (!found.length) return JSON.stringify(null);
  const best = found.sort((a, b) => a.text.length - b.text.length || b.buttons.length - a.buttons.length).find((f) => f.buttons.length > 1) || found[0];
  const r = best.el.getBoundingClientRect();
  const path = (el) => { const parts = []; for (let at = el; at && at.nodeType === 1 && parts.length < 8; at = at.parentElement) { if (at.id) { parts.unshift(`#${CSS.escape(at.id)}`); break; } const same = at.parentElement ? [...at.parentElement.children].filter((c) => c.localName === at.localName) : [at]; parts.unshift(same.length > 1 ? `${at.localName}:nth-of-type(${same.indexOf(at) + 1})` : at.localName); } return parts.join(" > "); };
  return JSON.stringify({
    text: best.text.slice(0, 1500),
    node: { selector: path(best.el), tag: best.el.localName, role: best.el.getAttribute("role") || "", name: best.el.getAttribute("aria-label") || "", visible: true, box: { x: r.left + scrollX, y: r.top + scrollY, width: r.width, height: r.height }, html: document.implementation.createHTMLDocument("").importNode(best.el, false).outerHTML.slice(0, 200) },
    buttons: best.buttons.slice(0, 30).map((b) => ({ text: flat(b.value || b.innerText || b.getAttribute("aria-label") || b.textContent).slice(0, 120), selector: path(b), link: b.localName === "a" })),
  });
})
