// Which text can be read just now, and what hides the rest; needs shown.js.
  const UNREAD = /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TEXTAREA|OPTION|SELECT|TITLE|MARQUEE|CANVAS|VIDEO|AUDIO|IFRAME|OBJECT|RT|RP)$/;
  const WORDS = /[\p{L}\p{N}]/u;
  const parentOf = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  // One rectangle a line; where an ellipsis stands, the browser gives the line twice, whole and cut.
  const runsOf = (range) => {
    const runs = [...range.getClientRects()].filter((r) => r.width > 0.5 && r.height > 0.5);
    return runs.filter((r) => !runs.some((o) => o !== r && o.left === r.left && o.top === r.top && o.width > r.width));
  };
  // Text of the page that is drawn, in reading order: [text node, its element].
  const drawn = (most) => {
    const found = [];
    const open = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (n) => {
        if (n.nodeType === 3) return WORDS.test(n.data) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
        if (UNREAD.test(n.tagName) || !(n instanceof HTMLElement) || n.getAttribute("aria-hidden") === "true") return NodeFilter.FILTER_REJECT;
        return n.shadowRoot ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
      });
      for (let n = walker.nextNode(); n && found.length < most; n = walker.nextNode()) {
        if (n.nodeType === 3) found.push([n, parentOf(n) || n.parentElement]);
        else open(n.shadowRoot);
      }
    };
    if (document.body) open(document.body);
    // an icon font turns words into pictures; they are no text
    return found.filter(([, el]) => el && shown(el) && !/icon|symbol|glyph|awesome/i.test(getComputedStyle(el).fontFamily));
  };
  // What cuts an element's content off, nearest first. What scrolls hides nothing: one can get there; but text that is
  // scrolled away is not drawn where it would stand, so "ports" are the boxes it shows through.
  const clipsOf = (el, memo) => {
    if (memo.has(el)) return memo.get(el);
    const clips = [], ports = [];
    let x = true, y = true, outside = false, hidden = false;
    for (let at = el; at && at !== document.body && at !== document.documentElement; at = parentOf(at)) {
      const s = getComputedStyle(at);
      if ((x || y) && cut(at)) hidden = true;
      const holds = s.position !== "static" || s.transform !== "none" || s.filter !== "none" || /paint|layout|strict|content/.test(s.contain);
      if (outside && !holds) continue;
      outside = false;
      if (!/^(inline|contents)$/.test(s.display)) {
        const cx = x && /hidden|clip/.test(s.overflowX), cy = y && /hidden|clip/.test(s.overflowY);
        const bounds = () => { const r = at.getBoundingClientRect(); return { left: r.left + at.clientLeft, top: r.top + at.clientTop, right: r.left + at.clientLeft + at.clientWidth, bottom: r.top + at.clientTop + at.clientHeight }; };
        if (cx || cy) clips.push({ el: at, x: cx, y: cy, ...bounds() });
        else if (s.overflowX !== "visible" || s.overflowY !== "visible") ports.push(bounds());
        if (/auto|scroll/.test(s.overflowX)) x = false;
        if (/auto|scroll/.test(s.overflowY)) y = false;
      }
      if (s.position === "fixed") break;
      if (s.position === "absolute") outside = true;
    }
    const value = { clips, ports, hidden };
    memo.set(el, value);
    return value;
  };
  const tiny = (c) => c.right - c.left <= 4 || c.bottom - c.top <= 4;
  // How much of a text can be read (0…1), its lines (and which of them are drawn), and the first thing that cuts it off.
  const legibility = (text, el, memo) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const { clips, ports, hidden } = clipsOf(el, memo);
    const shows = (line) => ports.every((p) => Math.min(line.right, p.right) - Math.max(line.left, p.left) > 2 && Math.min(line.bottom, p.bottom) - Math.max(line.top, p.top) >= 0.7 * (line.bottom - line.top));
    const runs = runsOf(range);
    let all = 0, read = 0, culprit = null, sideways = false, through = false;
    const lines = [];
    for (const r of runs) {
      let left = r.left, right = r.right, top = r.top, bottom = r.bottom;
      for (const c of clips) {
        const before = [left, right, top, bottom].join();
        if (c.x) { left = Math.max(left, c.left); right = Math.min(right, c.right); }
        if (c.y) { top = Math.max(top, c.top); bottom = Math.min(bottom, c.bottom); }
        const lost = right - left < r.width * 0.98 || bottom - top < r.height * 0.7;
        if (!culprit && lost && before !== [left, right, top, bottom].join()) { culprit = c; sideways = right - left < r.width * 0.98; }
      }
      const high = Math.max(0, bottom - top) / r.height, wide = Math.max(0, right - left);
      all += r.width;
      if (high >= 0.7) { read += wide; lines.push({ left, right, top, bottom, away: !shows({ left, right, top, bottom }) }); }
      else if (high > 0.1 && wide > 2) through = true;
    }
    return { share: all ? read / all : 0, hidden, culprit, sideways, through, lines, widest: Math.max(0, ...runs.map((r) => r.width)), first: runs[0] || null };
  };
