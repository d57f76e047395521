// Text in front of gradients and pictures. "list" finds it; "hide" takes the colour from all text, "show" gives it back.
((command, most) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  /* text.js */
  /* colour.js */
  if (command === "hide") {
    self.auditorHidden = new CSSStyleSheet();
    self.auditorHidden.replaceSync("*, ::before, ::after { color: transparent !important; -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important; text-emphasis-color: transparent !important; caret-color: transparent !important; transition: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, self.auditorHidden];
    document.documentElement.getBoundingClientRect();
    return true;
  }
  if (command === "show") {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== self.auditorHidden);
    return true;
  }
  // The nearest background that is not plain, up to the first that lets nothing through.
  const painted = (el) => {
    for (let at = el; at; at = up(at)) {
      const s = getComputedStyle(at);
      if (s.backgroundImage !== "none") return true;
      if (rgba(s.backgroundColor)[3] >= 0.999) return false;
    }
    return false;
  };
  const uneven = (el) => {
    for (let at = el; at; at = up(at)) {
      const s = getComputedStyle(at);
      if (s.filter !== "none" || s.mixBlendMode !== "normal" || s.maskImage !== "none" || at.getAnimations().length) return true;
    }
    return false;
  };
  const clear = (el) => { let o = 1; for (let at = el; at; at = up(at)) o *= Number(getComputedStyle(at).opacity); return o; };
  // what cannot be used may be pale, and so may its label (1.4.3)
  const OFF = ":disabled, [aria-disabled=true], [inert]";
  const memo = new Map(), found = [];
  for (const [text, el] of drawn(4000)) {
    if (found.length >= most) break;
    if (!/[\p{L}\p{N}]{2}/u.test(text.data) || !painted(el) || uneven(el) || cut(el)) continue;
    if (el.closest(OFF) || el.closest("label")?.control?.matches(OFF)) continue;
    const s = getComputedStyle(el);
    if (textShadow(s) || /text/.test(s.webkitBackgroundClip || "")) continue;
    const seen = legibility(text, el, memo);
    if (seen.hidden || seen.share < 0.9 || seen.lines.some((line) => line.away)) continue;
    const lines = seen.lines.map((r) => ({ x: r.left + scrollX, y: r.top + scrollY, width: r.right - r.left, height: r.bottom - r.top }));
    const [r, g, b, a] = rgba(s.color);
    found.push({ node: node(el), text: clip(collapse(text.data), 80), lines, ink: [r, g, b], alpha: a * clear(el), needed: large(s) ? 3 : 4.5, brand: Boolean(el.closest("header, [role=banner], [class*=logo i], [id*=logo i]")) });
  }
  return JSON.stringify(found);
})
