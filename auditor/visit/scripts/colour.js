// Colours as they are seen: a text's or a border's against what stands behind it.
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = new Map();
  const rgba = (css) => {
    let value = parsed.get(css);
    if (!value) {
      const plain = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css);
      if (plain) value = [Number(plain[1]), Number(plain[2]), Number(plain[3]), plain[4] === undefined ? 1 : Number(plain[4])];
      else {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = "rgba(0,0,0,0)";
        pen.fillStyle = css;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        value = [r, g, b, a / 255];
      }
      parsed.set(css, value);
    }
    return value;
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { const s = v / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return Math.round(((x + 0.05) / (y + 0.05)) * 100) / 100; };
  const hex = (c) => `#${c.slice(0, 3).map((v) => Math.round(v).toString(16).padStart(2, "0")).join("")}`;
  const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  // Things that may stand between an element and the background of its ancestors.
  const layers = () => {
    const found = [], loose = new Set();
    for (const el of document.querySelectorAll("body *")) {
      const s = getComputedStyle(el), parent = el.parentElement;
      const moved = s.position === "relative" && [s.top, s.left].some((v) => v !== "auto" && v !== "0px");
      const lifted = /absolute|fixed|sticky/.test(s.position) || moved || s.transform !== "none" || /^-/.test(s.marginTop) || /^-/.test(s.marginLeft) || /^-/.test(s.marginBottom) || (parent && loose.has(parent));
      if (lifted) loose.add(el);
      const picture = /^(IMG|VIDEO|CANVAS|IFRAME|OBJECT|EMBED|svg)$/.test(el.tagName);
      const stacked = lifted || (parent && /grid/.test(getComputedStyle(parent).display));
      const painted = picture || s.backgroundImage !== "none" || rgba(s.backgroundColor)[3] > 0;
      if ((stacked || picture) && painted && el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) found.push([el, el.getBoundingClientRect()]);
      for (const pseudo of ["::before", "::after"]) {
        const p = getComputedStyle(el, pseudo);
        if (/absolute|fixed/.test(p.position) && p.content !== "none" && (p.backgroundImage !== "none" || rgba(p.backgroundColor)[3] > 0)) found.push([null, el.getBoundingClientRect()]);
      }
      if (found.length > 600) break;
    }
    return found;
  };
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  // The colour behind an element (its own background with `inside`), and whether that is certain.
  const behind = (el, floor, inside = true) => {
    const rect = el.getBoundingClientRect();
    const stack = [];
    let certain = true, base = [255, 255, 255, 1], lifted = false;
    for (let at = el; at; at = up(at)) {
      const s = getComputedStyle(at);
      if (Number(s.opacity) < 1 || s.filter !== "none" || s.mixBlendMode !== "normal" || s.backdropFilter !== "none" || s.maskImage !== "none") certain = false;
      if (at !== el || inside) {
        if (s.backgroundImage !== "none") certain = false;
        const c = rgba(s.backgroundColor);
        if (c[3] > 0) {
          const r = at.getBoundingClientRect();
          const holds = at === document.body || at === document.documentElement || (r.left <= rect.left + 1 && r.right >= rect.right - 1 && r.top <= rect.top + 1 && r.bottom >= rect.bottom - 1);
          if (!holds || (lifted && at !== el)) certain = false;
          stack.push(c);
          if (c[3] >= 0.999) { base = null; break; }
        }
      }
      if (/absolute|fixed|sticky/.test(s.position) || s.transform !== "none") lifted = true;
    }
    if (base && lifted) certain = false;
    let colour = base || stack.pop();
    while (stack.length) colour = over(stack.pop(), colour);
    if (floor.some(([other, r]) => meets(r, rect) && (!other || (!other.contains(el) && !el.contains(other))))) certain = false;
    return { colour, certain };
  };
  const large = (s) => { const px = parseFloat(s.fontSize); return px >= 24 || (px >= 18.66 && Number(s.fontWeight) >= 700); };
  const textShadow = (s) => s.textShadow !== "none" || (s.webkitTextFillColor && s.webkitTextFillColor !== s.color) || parseFloat(s.webkitTextStrokeWidth) > 0;
  // A text's colour against its background: what is drawn, and what WCAG 1.4.3 needs.
  const inked = (el, floor, pseudo) => {
    const s = getComputedStyle(el, pseudo || null);
    const { colour, certain } = behind(el, floor);
    const raw = rgba(s.color);
    const faded = pseudo ? [...raw.slice(0, 3), raw[3] * Number(s.opacity)] : raw;
    const ink = over(faded, colour);
    return { foreground: hex(ink), background: hex(colour), ratio: ratio(ink, colour), needed: large(s) ? 3 : 4.5, certain: certain && !textShadow(s) && faded[3] >= 0.1, clear: faded[3] < 0.1 };
  };
