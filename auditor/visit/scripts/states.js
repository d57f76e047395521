// Text of links and buttons that are pointed at or have the focus; the states are forced from outside.
// "list" chooses one of each look and returns, for each, the elements it stands in; "ink" measures one of them.
((command, which) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  /* text.js */
  /* colour.js */
  const holderOf = (el) => {
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) if (/\p{L}{2}/u.test(n.data) && n.parentElement && shown(n.parentElement) && !cut(n.parentElement) && legibility(n, n.parentElement, new Map()).share > 0.5) return n.parentElement;
    return null;
  };
  if (command === "list") {
    const looks = new Map();
    for (const el of document.querySelectorAll("a[href], button, [role=button], summary, input[type=submit], input[type=button]")) {
      if (looks.size >= which) break;
      if (!shown(el) || cut(el) || el.matches(":disabled, [aria-disabled=true]")) continue;
      const r = el.getBoundingClientRect();
      if (r.width < 8 || r.height < 8 || r.right + scrollX <= 0 || r.bottom + scrollY <= 0) continue;
      const holder = el.tagName === "INPUT" ? (WORDS.test(el.value) ? el : null) : holderOf(el);
      if (!holder) continue;
      const s = getComputedStyle(holder);
      const key = [el.tagName, el.className, s.color, s.fontSize, getComputedStyle(el).backgroundColor, hex(behind(el, []).colour)].join("|");
      if (!looks.has(key)) looks.set(key, { el, holder, rest: inked(holder, []).ratio });
    }
    self.auditorLooks = [...looks.values()];
    const chain = [], index = new Map();
    const chains = self.auditorLooks.map(({ el }) => {
      const own = [];
      for (let at = el; at && at !== document.documentElement; at = parentOf(at)) {
        if (!index.has(at)) { index.set(at, chain.length); chain.push(at); }
        own.push(index.get(at));
      }
      return own;
    });
    self.auditorChain = chain;
    return JSON.stringify(chains);
  }
  const { el, holder, rest } = self.auditorLooks[which];
  let ink = inked(holder, []);
  if (ink.ratio < ink.needed) ink = inked(holder, layers());
  let moving = false;
  for (let at = holder; at; at = parentOf(at)) if (at.getAnimations().length) moving = true;
  const { clear, ...colours } = ink;
  return JSON.stringify({ node: node(el), text: clip(collapse(el.innerText || el.value), 80), rest, ...colours, certain: ink.certain && shown(holder) && !moving });
})
