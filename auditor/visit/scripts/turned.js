// How the page stands in this orientation: what is turned, how much text shows, and what covers the screen.
((limits) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  /* text.js */
  const memo = new Map();
  const seen = drawn(limits.texts).filter(([, el]) => { const { clips, hidden } = clipsOf(el, memo); return !hidden && !clips.some(tiny); });
  const length = (text) => collapse(text.data).length;
  const all = seen.reduce((sum, [text]) => sum + length(text), 0);
  const angle = (el) => {
    const s = getComputedStyle(el);
    let degrees = 0;
    if (s.transform !== "none") { const m = new DOMMatrix(s.transform); degrees += (Math.atan2(m.m12, m.m11) * 180) / Math.PI; }
    const own = /^(?:0 0 1 |z )?(-?[\d.]+)deg$/.exec(s.rotate);
    return degrees + (own ? Number(own[1]) : 0);
  };
  const holders = new Map();
  for (const [text, el] of seen) for (let at = el; at; at = parentOf(at)) holders.set(at, (holders.get(at) || 0) + length(text));
  const turned = [];
  for (const [el, letters] of holders) if (letters >= all / 2 && all > 0) turned.push({ selector: selectorOf(el), angle: Math.round(angle(el) * 10) / 10, node: node(el) });
  let cover = "";
  for (const el of document.querySelectorAll("body *")) {
    const s = getComputedStyle(el);
    if (!/fixed|absolute/.test(s.position) || !shown(el)) continue;
    const r = el.getBoundingClientRect();
    if (r.left <= 1 && r.top <= 1 && r.right >= innerWidth - 1 && r.bottom >= innerHeight - 1 && (s.backgroundColor !== "rgba(0, 0, 0, 0)" || s.backgroundImage !== "none")) cover = clip(collapse(el.innerText), 300);
  }
  return JSON.stringify({ letters: all, turned: turned.slice(0, 60), cover, texts: seen.slice(0, 400).map(([text]) => clip(collapse(text.data), 200)) });
})
