// What became of the text since the page was at rest: cut off, or drawn over other text. Changes nothing.
// "rest" remembers the page as it is, "now" compares with it, "spacing" compares with WCAG 1.4.12's spacing.
((command, limits) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  /* text.js */
  const measure = () => {
    const memo = new Map();
    return new Map(drawn(limits.texts).map(([text, el]) => [text, { el, ...legibility(text, el, memo) }]));
  };
  const readable = (m) => !m.hidden && m.share >= 0.9 && m.first && m.first.right + scrollX > 0 && m.first.bottom + scrollY > 0;
  const letters = (text) => text.data.replace(/\s+/g, " ").trim().length;
  const inFlow = (el, root) => {
    for (let at = el; at && at !== root; at = parentOf(at)) {
      const s = getComputedStyle(at);
      if (!/static|relative/.test(s.position) || s.transform !== "none" || s.float !== "none") return false;
    }
    return true;
  };
  const pinned = (el) => {
    for (let at = el; at; at = parentOf(at)) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    return false;
  };
  const blockOf = (el) => { while (el && /^(inline|contents)/.test(getComputedStyle(el).display)) el = parentOf(el); return el || document.body; };

  // -- text over text
  const pairs = (measured) => {
    const lines = [];
    for (const [text, m] of measured) {
      if (m.hidden || !m.lines.length || pinned(m.el)) continue;
      const block = blockOf(m.el);
      for (const l of m.lines) if (!l.away) lines.push({ text, block, ...l });
    }
    lines.sort((a, b) => a.top - b.top);
    const found = new Map();
    for (let i = 0; i < lines.length; i += 1) {
      const a = lines[i];
      for (let j = i + 1; j < lines.length && lines[j].top < a.bottom; j += 1) {
        const b = lines[j];
        if (a.block === b.block || a.text === b.text) continue;
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top), wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        if (wide < 8 || high < 0.45 * Math.min(a.bottom - a.top, b.bottom - b.top)) continue;
        const seen = found.get(a.text) || new Set();
        found.set(a.text, seen.add(b.text));
      }
    }
    return found;
  };

  // -- why a text is cut off, and whether there is a way to the whole of it
  const moves = (el, upTo) => {
    for (let at = el; at; at = parentOf(at)) {
      const s = getComputedStyle(at);
      if (s.transform !== "none" || s.translate !== "none" || at.getAnimations().length) return true;
      if (at === upTo) return false;
    }
    return false;
  };
  const manner = (m) => {
    const c = m.culprit, s = getComputedStyle(c.el);
    if (tiny(c)) return "hidden";
    if (m.sideways && m.first.left < c.left - 2) return "slid";
    if (moves(m.el, c.el)) return "slid";
    if (m.sideways) {
      if (s.textOverflow !== "clip") return "ellipsis";
      return m.widest > c.right - c.left + 2 ? "sideways" : "slid";
    }
    if (s.webkitLineClamp !== "none") return "ellipsis";
    if (!m.lines.length && !m.through) return "gone";
    const line = parseFloat(s.lineHeight);
    return line && line >= c.bottom - c.top - 1 ? "line" : "cut";
  };
  // A control that shrinks to its picture where there is little room has lost nothing but its caption.
  const pictured = (el) => el.querySelector("svg, img") || ["::before", "::after"].some((which) => {
    const s = getComputedStyle(el, which);
    return !/^(none|normal|"")$/.test(s.content) || (s.content === '""' && parseFloat(s.width) > 4 && parseFloat(s.height) > 4);
  });
  const wayTo = (m, text) => {
    const whole = collapse(text.data), control = m.el.closest("a[href], button, [role=button], summary");
    if (control && m.share < 0.3 && pictured(control)) return "icon";
    for (let at = m.el; at; at = parentOf(at)) {
      const own = `${at.getAttribute("title") || ""} ${at.getAttribute("aria-label") || ""}`;
      if (collapse(own).includes(whole)) return "title";
      if (at === m.culprit.el) break;
    }
    const link = m.el.closest("a[href]");
    if (link && letters(text) > limits.teaser) return "link";
    const frame = m.culprit.el;
    if (frame.id && document.querySelector(`[aria-controls~="${CSS.escape(frame.id)}"]`)) return "button";
    // what opens the rest stands in the box that cuts it off, or beside it
    const near = [frame, frame.previousElementSibling, frame.nextElementSibling, (frame.nextElementSibling || frame).nextElementSibling].filter(Boolean);
    const beside = (selector) => near.some((el) => el.matches(selector) || el.querySelector(selector));
    if (beside("button, summary, [role=button], [aria-expanded]")) return "button";
    return letters(text) > limits.teaser && beside("a[href]") ? "link" : "";
  };

  // Text that could never be read: cut through its only line, or behind its first words, at rest and now.
  const unfolds = (s) => /all|height|width/.test(s.transitionProperty) && s.transitionDuration.split(",").some((d) => parseFloat(d) > 0);
  const never = (text, was, now) => {
    const c = now.culprit, first = now.first;
    if (!c || !first || !was.culprit || was.culprit.el !== c.el || tiny(c) || tiny(was.culprit) || moves(now.el, c.el)) return "";
    const s = getComputedStyle(c.el);
    if (first.left < c.left - 2 || first.top < c.top - 2 || letters(text) < limits.never || unfolds(s)) return "";
    if (c.y && was.through && now.through && !was.lines.length && !now.lines.length) return "through";
    const beyond = now.sideways && was.sideways && was.share > 0 && Math.max(was.share, now.share) < 0.9;
    return beyond && s.textOverflow === "clip" && now.widest > c.right - c.left + 2 ? "never" : "";
  };

  const compare = (before, after) => {
    const losses = [];
    const overBefore = pairs(before), overAfter = pairs(after);
    for (const [text, now] of after) {
      const was = before.get(text);
      if (!was || was.hidden || now.hidden || losses.length >= limits.losses) continue;
      const missing = was.share - now.share, size = letters(text);
      if (was.share >= 0.5 && missing > 0.1 && missing * size >= 2 && now.culprit) {
        const how = manner(now);
        if (how !== "hidden" && how !== "slid") losses.push({ node: node(now.el), text: clip(collapse(text.data), 160), how, share: Math.round(missing * 100) / 100, way: wayTo(now, text) });
        continue;
      }
      const always = never(text, was, now);
      if (always) losses.push({ node: node(now.el), text: clip(collapse(text.data), 160), how: always, share: Math.round((1 - now.share) * 100) / 100, way: wayTo(now, text) });
      for (const other of overAfter.get(text) || []) {
        const theirs = before.get(other);
        const known = (overBefore.get(text) || new Set()).has(other) || (overBefore.get(other) || new Set()).has(text);
        if (known || !readable(was) || !theirs || !readable(theirs) || after.get(other).hidden) continue;
        const here = after.get(other);
        let common = now.el;
        while (common && !common.contains(here.el)) common = parentOf(common);
        const firm = inFlow(now.el, common) && inFlow(here.el, common);
        losses.push({ node: node(now.el), text: clip(collapse(text.data), 160), how: firm ? "overlaps" : "perhaps-overlaps", share: 0, way: "", other: clip(collapse(other.data), 160) });
        break;
      }
    }
    return losses;
  };
  const sizes = (measured) => new Map([...measured].map(([text, m]) => [text, parseFloat(getComputedStyle(m.el).fontSize)]));
  // Text that a zoom of the browser does not enlarge: it shrinks as the page has fewer CSS pixels.
  const stuck = (before, after, sizesBefore, now) => {
    const found = new Map(), zoom = self.auditorWidth / innerWidth;
    for (const [text, m] of after) {
      const was = before.get(text), growth = (now.get(text) / sizesBefore.get(text)) * zoom;
      if (!was || !readable(was) || !readable(m) || !(growth < 1.1) || zoom < 1.5) continue;
      const known = found.get(m.el);
      if (known) known.letters += letters(text);
      else if (found.size < limits.losses) found.set(m.el, { node: node(m.el), text: clip(collapse(text.data), 160), letters: letters(text), size: sizesBefore.get(text), growth: Math.round(growth * 100) / 100 });
    }
    return [...found.values()];
  };
  const answer = (before, after, sizesBefore) => {
    let grown = 0, all = 0;
    const now = sizes(after);
    for (const [text, size] of now) if (sizesBefore.has(text)) { const n = letters(text); all += n; if (size >= 1.4 * sizesBefore.get(text)) grown += n; }
    return JSON.stringify({ width: innerWidth, texts: after.size, grown: all ? Math.round((grown / all) * 100) / 100 : 0, losses: compare(before, after), stuck: stuck(before, after, sizesBefore, now) });
  };

  if (command === "rest") {
    self.auditorRest = measure();
    self.auditorSizes = sizes(self.auditorRest);
    self.auditorWidth = innerWidth;
    return self.auditorRest.size;
  }
  if (!self.auditorRest) return "null";
  if (command === "now") return answer(self.auditorRest, measure(), self.auditorSizes);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  const own = [...document.adoptedStyleSheets];
  try {
    document.adoptedStyleSheets = [...own, sheet];
    return answer(self.auditorRest, measure(), self.auditorSizes);
  } finally {
    document.adoptedStyleSheets = own;
    document.documentElement.getBoundingClientRect();
  }
})
