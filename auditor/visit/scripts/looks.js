// How the page at rest looks, as far as style alone tells: pinned spacing, type, inserted text, fields, placeholders.
((limits) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  /* text.js */
  /* colour.js */
  const memo = new Map();
  const seen = drawn(limits.texts);
  const off = (el) => { const r = el.getBoundingClientRect(); return r.right + scrollX <= 0 || r.bottom + scrollY <= 0 || r.width <= 1 || r.height <= 1; };
  const visible = seen.filter(([text, el]) => { const { clips, hidden } = clipsOf(el, memo); return !hidden && !off(el) && !clips.some(tiny); });
  const rangeOf = (text) => { const range = document.createRange(); range.selectNodeContents(text); return range; };
  const lineCount = (runs) => { let count = 0, last = -Infinity; for (const r of [...runs].sort((a, b) => a.top - b.top)) if (r.top > last + r.height / 2) { count += 1; last = r.top; } return count; };

  const lineWidths = (runs) => {
    const widths = new Map();
    for (const r of runs) { const line = Math.round((r.top + r.height / 2) / 8); widths.set(line, (widths.get(line) || 0) + r.width); }
    return [...widths.values(), 0];
  };

  // -- spacing pinned in style attributes, for the elements that hold the text themselves
  const NEEDED = { "letter-spacing": 0.12, "word-spacing": 0.16, "line-height": 1.5 };
  const pins = [];
  const elements = [...new Set(visible.map(([, el]) => el))];
  for (const el of elements) {
    for (const [property, needed] of Object.entries(NEEDED)) {
      if (el.style.getPropertyPriority(property) !== "important" || /^(inherit|unset|revert|revert-layer)$/.test(el.style.getPropertyValue(property))) continue;
      const runs = visible.filter(([, e]) => e === el).flatMap(([text]) => runsOf(rangeOf(text)));
      if (property === "line-height" && lineCount(runs) < 2) continue;
      const s = getComputedStyle(el);
      const set = s.getPropertyValue(property);
      const share = set === "normal" ? (property === "line-height" ? 1.2 : 0) : parseFloat(set) / parseFloat(s.fontSize);
      if (pins.length < limits.losses) pins.push({ node: node(el), property, share: Math.round(share * 1000) / 1000, needed });
    }
  }

  // -- kinds of running text
  const blocks = new Map();
  const blockOf = (el) => { while (el && /^(inline|contents)/.test(getComputedStyle(el).display)) el = parentOf(el); return el || document.body; };
  for (const [text, el] of visible) {
    const block = blockOf(el);
    const entry = blocks.get(block) || { block, letters: 0, italic: 0, upper: 0, small: 0, runs: [], size: 0, smallest: null };
    const s = getComputedStyle(el), size = parseFloat(s.fontSize), said = collapse(text.data);
    entry.letters += said.length;
    if (/italic|oblique/.test(s.fontStyle)) entry.italic += said.length;
    if (s.textTransform === "uppercase" || (/\p{Lu}/u.test(said) && said === said.toUpperCase() && said.length > 3)) entry.upper += said.length;
    entry.size = entry.size ? Math.min(entry.size, size) : size;
    entry.runs.push(...runsOf(rangeOf(text)));
    blocks.set(block, entry);
  }
  const kinds = new Map();
  for (const e of blocks.values()) {
    if (e.letters < limits.block) continue;
    const s = getComputedStyle(e.block);
    const lines = lineCount(e.runs);
    const line = s.lineHeight === "normal" ? 0 : parseFloat(s.lineHeight) / parseFloat(s.fontSize);
    const wide = e.runs.reduce((sum, r) => sum + r.width, 0);
    const longest = Math.max(...lineWidths(e.runs));
    const per = lines >= 2 && wide ? Math.round((e.letters * longest) / wide) : 0;
    const kind = {
      node: null, letters: e.letters, size: Math.round(e.size * 10) / 10, lines, line_height: Math.round(line * 100) / 100, line_length: per,
      justified: s.textAlign === "justify" && s.hyphens !== "auto", italic: e.italic > 0.8 * e.letters, capitals: e.upper > 0.8 * e.letters,
    };
    const key = [kind.size, kind.line_height, kind.justified, kind.italic, kind.capitals, per > 100, lines > 1].join();
    const known = kinds.get(key);
    if (!known || known.kind.letters < kind.letters) kinds.set(key, { kind, block: e.block });
  }
  const type = [...kinds.values()].slice(0, 40).map(({ kind, block }) => ({ ...kind, node: { ...node(block), name: clip(collapse(block.textContent), 120) } }));

  // -- words that only the style sheet says
  const inserted = [];
  const everything = collapse(document.body ? document.body.innerText : "");
  for (const el of document.querySelectorAll("body *")) {
    if (inserted.length >= limits.losses) break;
    if (UNREAD.test(el.tagName) || !(el instanceof HTMLElement)) continue;
    for (const pseudo of ["::before", "::after"]) {
      const s = getComputedStyle(el, pseudo);
      if (!/^"/.test(s.content) || s.display === "none" || s.visibility !== "visible" || !shown(el) || off(el)) continue;
      const said = collapse([...s.content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]).join(" "));
      if (!/\p{L}{3}/u.test(said.replace(/[\ue000-\uf8ff]/g, "")) || everything.includes(said) || s.content.includes(" / ")) continue;
      inserted.push({ node: node(el), text: clip(said, 120), pseudo });
    }
  }

  // -- pictures that only the style sheet shows, with nothing in or over them
  const backdrops = [];
  const words = visible.map(([text]) => rangeOf(text).getBoundingClientRect());
  for (const el of document.querySelectorAll("body *")) {
    const s = getComputedStyle(el);
    if (!s.backgroundImage.includes("url(") || backdrops.length >= 5 || !(el instanceof HTMLElement)) continue;
    const r = el.getBoundingClientRect();
    const whole = s.backgroundRepeat.split(",")[0] === "no-repeat" || /cover|contain/.test(s.backgroundSize);
    if (!whole || r.width < limits.picture || r.height < limits.picture || !shown(el) || off(el)) continue;
    if (el.closest("[aria-hidden=true], [role=presentation], [role=none]") || given(el) || el.title) continue;
    if (collapse(el.textContent) || el.matches("a, button, input, select, textarea") || el.querySelector("img, svg, video, canvas, iframe, a, button, input")) continue;
    if (words.some((word) => meets(word, r))) continue;
    backdrops.push(node(el));
  }

  // -- fields: their edge against what is around, and the placeholder in them
  const floor = layers();
  const edges = [], hints = [];
  const FIELDS = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image]):not([type=checkbox]):not([type=radio]):not([type=range]):not([type=color]):not([type=file]), select, textarea";
  const sides = (el, s, around, fill) => {
    let best = 1, any = false;
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (parseFloat(s[`border${side}Width`]) < 0.5 || /none|hidden/.test(s[`border${side}Style`])) continue;
      const c = rgba(s[`border${side}Color`]);
      if (c[3] === 0) continue;
      any = true;
      const drawnColour = over(c, fill);
      best = Math.max(best, ratio(drawnColour, around), fill === around ? 1 : ratio(drawnColour, fill) >= 3 && ratio(fill, around) < 1.05 ? ratio(drawnColour, fill) : 1);
    }
    return { best, any };
  };
  const wrapped = (el) => {
    const r = el.getBoundingClientRect();
    let best = 1, sure = true;
    for (let at = up(el), steps = 0; at && at !== document.body && steps < 3; at = up(at), steps += 1) {
      const b = at.getBoundingClientRect();
      if (b.height > r.height + 24) break;
      const s = getComputedStyle(at), outer = behind(at, [], false);
      best = Math.max(best, sides(at, s, outer.colour, outer.colour).best, ratio(behind(at, []).colour, outer.colour));
      if (s.boxShadow !== "none" || s.backgroundImage !== "none" || s.outlineStyle !== "none") sure = false;
      for (const pseudo of ["::before", "::after"]) if (!/^(none|normal)$/.test(getComputedStyle(at, pseudo).content)) sure = false;
    }
    for (const near of (el.parentElement ? el.parentElement.children : [])) {
      if (near === el || !meets(near.getBoundingClientRect(), r)) continue;
      sure = false;  // a label or fieldset drawn over the field, as floating labels are
    }
    return { best, sure };
  };
  for (const el of document.querySelectorAll(FIELDS)) {
    if (edges.length >= limits.fields) break;
    if (!shown(el) || cut(el) || off(el) || el.matches(":disabled") || el.readOnly) continue;
    const s = getComputedStyle(el), around = behind(el, floor, false), fill = behind(el, floor);
    const own = sides(el, s, around.colour, fill.colour), shell = wrapped(el);
    const natural = el.tagName === "SELECT" && s.appearance !== "none";
    const best = Math.max(own.best, ratio(fill.colour, around.colour), shell.best);
    const sure = around.certain && fill.certain && shell.sure && s.boxShadow === "none" && s.outlineStyle === "none" && s.backgroundImage === "none" && s.borderImageSource === "none" && !natural;
    edges.push({ node: node(el), ratio: Math.round(best * 100) / 100, certain: sure, drawn: own.any || ratio(fill.colour, around.colour) > 1.02, filled: Boolean(el.value || el.placeholder) || /^(date|time|month|week|datetime-local)$/.test(el.type), background: hex(around.colour) });
    if (el.placeholder && WORDS.test(el.placeholder) && !el.value && /^(INPUT|TEXTAREA)$/.test(el.tagName)) {
      const ink = inked(el, floor, "::placeholder");
      const { clear, ...colours } = ink;
      if (clear) continue;  // hidden on purpose while a label floats over it
      hints.push({ node: node(el), state: "placeholder", text: clip(collapse(el.placeholder), 80), ...colours });
    }
  }
  return JSON.stringify({ backdrops: backdrops.map((n) => ({ node: n })), pins, pinnable: elements.length, type, inserted, edges, hints });
})
