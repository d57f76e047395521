// What does not fit the present screen: elements wider than it, and pointer targets too small (WCAG 2.5.8).
((tolerance) => {
  /* names.js */
  /* nodes.js */
  const width = document.documentElement.clientWidth;
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const scrolls = (el) => {
    for (let at = el; at && at !== document.body && at !== document.documentElement; at = at.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX) && at.getBoundingClientRect().right <= width + tolerance) return true;
    }
    return false;
  };
  // Gutters that stick out empty make a scrollbar, but nobody needs it: only what is to be read or used counts.
  const beyond = (r) => r.width > 0 && r.right > width + tolerance;
  const replaced = "img, picture, svg, canvas, video, audio, iframe, object, embed, input, select, textarea, button";
  // A field as wide as its line whose own edge and padding come on top of that: all of it can be read and used.
  const inside = (el) => {
    const r = el.getBoundingClientRect(), s = getComputedStyle(el);
    if (!el.matches("input, textarea")) return r;
    return { width: r.width, right: r.right - [s.paddingLeft, s.paddingRight, s.borderLeftWidth, s.borderRightWidth].reduce((sum, one) => sum + parseFloat(one), 0) };
  };
  const sticksOut = (el) => (el.matches(replaced) && beyond(inside(el))) || [...el.childNodes].some((child) => {
    if (child.nodeType !== 3 || !child.data.trim()) return false;
    const range = document.createRange();
    range.selectNodeContents(child);
    return [...range.getClientRects()].some(beyond);
  });
  const overflow = [];
  if (document.documentElement.scrollWidth > width + tolerance) {
    for (const el of document.body ? document.body.querySelectorAll("*") : []) {
      if (sticksOut(el) && shown(el) && !scrolls(el)) overflow.push(node(el));
      if (overflow.length >= 10) break;
    }
  }
  // Clipped away from the eye, like a skip link until it has the focus: nothing a finger could hit.
  const cut = (el) => { const s = getComputedStyle(el); return /^rect\([01](px)?[, ]/.test(s.clip) || /^inset\((50|100)%/.test(s.clipPath); };
  const targets = [];
  for (const el of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=menuitem]")) {
    if (!shown(el) || cut(el) || el.matches(":disabled") || getComputedStyle(el).pointerEvents === "none") continue;
    const r = el.getBoundingClientRect();
    if (r.width > 1 && r.height > 1) targets.push([el, r, [...el.getClientRects()]]);
    if (targets.length > 1500) break;
  }
  const inline = (el) => {
    if (getComputedStyle(el).display !== "inline") return false;
    const around = el.parentElement;
    return Boolean(around && around.textContent.trim().length > el.textContent.trim().length);
  };
  const native = (el) => el.tagName === "INPUT" && /^(checkbox|radio)$/.test(el.type) && getComputedStyle(el).appearance !== "none" && el.getBoundingClientRect().width >= 13;
  const labelled = (el) => [...(el.labels || [])].some((l) => { const r = l.getBoundingClientRect(); return r.width >= 24 && r.height >= 24; });
  const small = ([, r]) => r.width < 24 || r.height < 24;
  const circle = ([, r]) => ({ x: r.left + r.width / 2, y: r.top + r.height / 2 });
  const near = (c, r) => Math.hypot(Math.max(r.left - c.x, 0, c.x - r.right), Math.max(r.top - c.y, 0, c.y - r.bottom)) < 12;
  const small_targets = [];
  for (const one of targets) {
    const [el] = one;
    if (!small(one) || inline(el) || native(el) || labelled(el)) continue;
    const c = circle(one);
    const crowded = targets.some((other) => {
      const [o] = other;
      if (o === el || o.contains(el) || el.contains(o)) return false;
      if (small(other)) { const d = circle(other); return Math.hypot(c.x - d.x, c.y - d.y) < 24; }
      return other[2].some((line) => near(c, line));  // a link over two lines does not cover what stands beside it
    });
    if (crowded) small_targets.push(node(el));
    if (small_targets.length >= 20) break;
  }
  return JSON.stringify({ scroll_width: document.documentElement.scrollWidth, width, overflow, small_targets });
})
