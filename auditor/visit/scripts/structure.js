// Reads what the markup of one frame says beside its words (auditor/evidence/structure.py: Structure). Changes nothing.
((limits) => {
  /* names.js */
  /* nodes.js */
  const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const attribute = (el, name) => el.getAttribute(name) || "";
  const words = (el, max) => clip(collapse(inner(el)), max);
  const first = (list, max) => list.slice(0, max);
  const all = [];
  const collect = (root) => {
    for (const el of root.children) {
      if (all.length >= limits.nodes) return;
      all.push(el);
      if (el.shadowRoot) collect(el.shadowRoot);
      collect(el);
    }
  };
  if (document.documentElement) collect(document);
  const styles = new Map();
  const style = (el) => { if (!styles.has(el)) styles.set(el, getComputedStyle(el)); return styles.get(el); };
  const muted = new Map(); // taken from assistive technology by itself or by what is around it
  const silenced = (el) => {
    if (!el) return false;
    if (!muted.has(el)) muted.set(el, attribute(el, "aria-hidden").trim().toLowerCase() === "true" || el.inert === true || silenced(up(el)));
    return muted.get(el);
  };
  const exposed = (el) => !silenced(el) && shownText(el);
  const cut = (el) => { const s = style(el); return /^rect\([01](px)?[, ]/.test(s.clip) || /^inset\((50|100)%/.test(s.clipPath); };
  const seen = (el) => {
    const r = el.getBoundingClientRect();
    return el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && r.width > 1 && r.height > 1 && r.right + scrollX > 0 && r.bottom + scrollY > 0 && !cut(el);
  };
  const named = (el) => ({ ...node(el), visible: seen(el) });
  const roleOf = (el) => attribute(el, "role").trim().split(/\s+/)[0].toLowerCase();

  // ---- tables
  const CELL_ROLES = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
  const bareCell = (cell) => !words(cell, 1) && !cell.querySelector("img[alt]:not([alt='']), svg, input, select, textarea, button, [aria-label], canvas, object, video, iframe");
  const allBold = (cell) => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    let any = false;
    for (let at = walker.nextNode(); at; at = walker.nextNode()) if (at.data.trim()) { any = true; if (Number(style(at.parentElement).fontWeight) < 600) return false; }
    return any;
  };
  const cellOf = (cell, row, column, rows, columns) => {
    const role = roleOf(cell);
    const header = role === "columnheader" || role === "rowheader" || (cell.tagName === "TH" && !CELL_ROLES.has(role));
    const scope = role === "columnheader" ? "col" : role === "rowheader" ? "row" : attribute(cell, "scope").trim().toLowerCase();
    return { row, column, rows, columns, header, scope, id: clip(cell.id || "", 100), headers: first(attribute(cell, "headers").split(/\s+/).filter(Boolean), 20).map((h) => clip(h, 100)), text: words(cell, 60), bold: allBold(cell), empty: bareCell(cell) };
  };
  const nativeCells = (table) => {
    const taken = new Map(), cells = [], widths = [];
    [...table.rows].slice(0, 300).forEach((tr, row) => {
      let column = 0;
      const busy = taken.get(row) || new Set();
      for (const cell of tr.cells) {
        while (busy.has(column)) column += 1;
        const columns = Math.min(cell.colSpan || 1, 100);
        const rows = Math.min(cell.rowSpan || table.rows.length - row, table.rows.length - row);
        for (let r = row; r < row + rows; r += 1) for (let c = column; c < column + columns; c += 1) { if (!taken.has(r)) taken.set(r, new Set()); taken.get(r).add(c); }
        if (cells.length < limits.cells) cells.push(cellOf(cell, row, column, rows, columns));
        column += columns;
      }
      widths.push((taken.get(row) || busy).size);
    });
    return { cells, widths, cut: table.rows.length > 300 || cells.length >= limits.cells };
  };
  const roleCells = (table) => {
    const cells = [], widths = [];
    const own = (el, selector) => [...el.querySelectorAll(selector)].filter((e) => e.closest("[role=table], [role=grid], [role=treegrid]") === table);
    own(table, "[role=row]").slice(0, 300).forEach((tr, row) => {
      let column = 0;
      for (const cell of tr.querySelectorAll("[role=cell], [role=gridcell], [role=columnheader], [role=rowheader]")) {
        if (cell.closest("[role=row]") !== tr) continue;
        const columns = Number(attribute(cell, "aria-colspan")) || 1;
        if (cells.length < limits.cells) cells.push(cellOf(cell, row, column, Number(attribute(cell, "aria-rowspan")) || 1, columns));
        column += columns;
      }
      widths.push(column);
    });
    const partly = table.hasAttribute("aria-colcount") || table.hasAttribute("aria-rowcount") || Boolean(table.querySelector("[aria-colindex]"));
    return { cells, widths, cut: partly || cells.length >= limits.cells };
  };
  const bordered = (table) => [...table.querySelectorAll("td, th")].slice(0, 12).some((c) => ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style(c)[`border${side}Width`]) > 0 && style(c)[`border${side}Style`] !== "none"));
  const tables = [];
  for (const el of all) {
    const role = roleOf(el);
    const native = el.tagName === "TABLE";
    if (!(native || role === "table" || role === "grid" || role === "treegrid") || tables.length >= 40) continue;
    const around = el.parentElement && el.parentElement.closest("td, th");
    tables.push({
      ...named(el), exposed: exposed(el), native, written_role: role, caption: native && el.caption ? words(el.caption, 200) : "",
      titled: clip(given(el) || collapse(el.title) || collapse(el.getAttribute("summary")), 200), nested: Boolean(around), in_header: Boolean(around && around.tagName === "TH"),
      blocks: el.querySelectorAll("h1, h2, h3, h4, h5, h6, ul, ol, form, nav, article, section").length, fields: el.querySelectorAll("input:not([type=hidden]), select, textarea, button").length,
      bordered: native && bordered(el), ...(native && role !== "grid" && role !== "treegrid" ? nativeCells(el) : native && el.rows.length ? nativeCells(el) : roleCells(el)),
    });
  }

  // ---- pictures
  const drawnText = (el, src) => {
    let root = el.tagName.toLowerCase() === "svg" ? el : null;
    if (!root && /^data:image\/svg\+xml/i.test(src)) {
      try {
        const [head, ...rest] = src.split(",");
        const body = rest.join(",");
        root = new DOMParser().parseFromString(/;base64/i.test(head) ? atob(decodeURIComponent(body)) : decodeURIComponent(body), "image/svg+xml");
      } catch { root = null; }
    }
    return root ? clip(collapse([...root.querySelectorAll("text")].map((t) => t.textContent).join(" ")), 200) : "";
  };
  const pictures = [];
  for (const el of all) {
    const tag = el.tagName.toLowerCase(), role = roleOf(el);
    const image = tag === "img" || (tag === "input" && el.type === "image") || role === "img" || role === "image" || (tag === "svg" && !up(el)?.closest?.("svg")) || (tag === "canvas" && given(el));
    if (!image || pictures.length >= 300) continue;
    const holder = el.parentElement ? el.parentElement.closest("a[href], button, [role=button], [role=link]") : null;
    const figure = el.closest("figure"), caption = figure && figure.querySelector("figcaption");
    const source = attribute(el, "src");
    pictures.push({
      ...named(el), exposed: exposed(el), src: clip(/^data:/i.test(source) ? source.slice(0, 60) : String(el.currentSrc || el.src || source), 500), alt: el.hasAttribute("alt") ? clip(attribute(el, "alt"), 500) : null, title: clip(collapse(attribute(el, "title")), 300), label: clip(given(el), 300),
      written_role: role, hidden: silenced(el), natural_width: el.naturalWidth || 0, natural_height: el.naturalHeight || 0, linked: Boolean(holder), link: holder ? clip(fullName(holder), 200) : "",
      caption: caption ? words(caption, 300) : "", drawn_text: drawnText(el, source),
    });
  }

  // ---- films and sound
  const heard = (el) => { try { const stream = el.captureStream(); return el.readyState > 0 ? stream.getAudioTracks().length > 0 : null; } catch { return null; } };
  const lasting = (el) => {
    if (!Number.isFinite(el.duration)) return null;
    const cutout = /#.*\bt=([\d.]*)(?:,([\d.]+))?/.exec(el.currentSrc || "");
    const from = cutout ? Number(cutout[1]) || 0 : 0, to = cutout && cutout[2] ? Math.min(Number(cutout[2]), el.duration) : el.duration;
    return Math.max(0, to - from);
  };
  const players = [];
  for (const el of all) {
    if (!/^(VIDEO|AUDIO)$/.test(el.tagName) || players.length >= 20) continue;
    const region = el.closest("figure, section, article, main, body") || el.parentElement;
    const beside = region ? collapse(inner(region)) : "";
    players.push({
      ...named(el), exposed: exposed(el), src: clip(el.currentSrc || attribute(el, "src"), 500), controls: el.controls, autoplay: el.autoplay, loop: el.loop, muted: el.muted || el.defaultMuted || el.volume === 0,
      seconds: lasting(el), sound: heard(el), tracks: first([...el.querySelectorAll("track")], 20).map((t) => ({ kind: t.kind, lang: t.srclang, label: t.label })),
      beside: clip(beside, 600), links: region ? first([...region.querySelectorAll("a[href], button")], 20).map((a) => clip(fullName(a), 100)) : [],
    });
  }

  // ---- parts in a language of their own
  const tongue = (el) => { for (let at = el; at; at = up(at)) if (at.hasAttribute("lang")) return at; return null; };
  const spoken = new Map();
  const say = (el, text) => { const at = tongue(el); if (at && at !== document.documentElement && collapse(text)) spoken.set(at, `${spoken.get(at) || ""} ${text}`); };
  const pointed = new Set(all.flatMap((el) => attribute(el, "aria-labelledby").split(/\s+/)).filter(Boolean));
  const used = (el) => exposed(el) || Boolean(el.id && pointed.has(el.id));
  for (const el of all) {
    if (/^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TITLE)$/.test(el.tagName) || (el.closest && el.closest("svg, math, code, pre, kbd, samp, [translate=no]"))) continue;
    if (!used(el)) continue;
    for (const child of el.childNodes) if (child.nodeType === 3 && child.data.trim()) say(el, child.data);
    for (const name of ["alt", "aria-label", "title"]) if (el.hasAttribute(name)) say(el, attribute(el, name));
  }
  const parts = first([...spoken], 60).map(([el, text]) => ({ ...named(el), lang: clip(attribute(el, "lang").trim(), 40), text: clip(collapse(text), 1500) }));

  // ---- lines that look like headings
  const HOLDS = "h1, h2, h3, h4, h5, h6, [role=heading], a, button, label, legend, th, caption, summary, dt, figcaption, nav, header, footer, [role=navigation], [role=banner], [role=contentinfo], blockquote, [role=button], [role=tab], [role=alert], [role=status], [role=note], [role=dialog], form, fieldset, td, li, dd, address, pre, code";
  const BREAKS = new Set(["DIV", "P", "UL", "OL", "TABLE", "SECTION", "ARTICLE", "H1", "H2", "H3", "H4", "H5", "H6", "FORM", "NAV", "MAIN", "ASIDE", "HEADER", "FOOTER", "BLOCKQUOTE", "DL", "FIELDSET", "DETAILS", "FIGURE", "IMG", "INPUT", "BUTTON", "SELECT", "VIDEO", "IFRAME", "A"]);
  const leaf = (el) => [...el.children].every((c) => !BREAKS.has(c.tagName) && leaf(c));
  const faces = (el) => {
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    let bold = true, size = Infinity, any = false;
    for (let at = walker.nextNode(); at; at = walker.nextNode()) if (at.data.trim()) { const s = style(at.parentElement); any = true; bold = bold && Number(s.fontWeight) >= 600; size = Math.min(size, parseFloat(s.fontSize)); }
    return any ? { bold, size } : null;
  };
  const lines = all.filter((el) => (el.tagName === "P" || el.tagName === "DIV") && leaf(el) && collapse(el.textContent) && seen(el));
  const bolds = [];
  lines.forEach((el, index) => {
    const next = lines[index + 1], text = collapse(el.innerText);
    if (!next || bolds.length >= 30 || text.length > 100 || text.length < 3 || el.closest(HOLDS) || next.closest("nav, footer, header")) return;
    const near = el.nextElementSibling && (el.nextElementSibling === next || el.nextElementSibling.contains(next));
    const own = faces(el), other = faces(next);
    if (!near || !own || !other || !((own.bold && !other.bold) || own.size >= other.size * 1.2)) return;
    bolds.push({ ...named(el), text: clip(text, 120), bold: own.bold && !other.bold, size: own.size, next_size: other.size, following: collapse(next.textContent).length, exposed: exposed(el) });
  });

  // ---- names that nobody hears
  const NAMELESS_TAGS = new Set(["DIV", "SPAN", "B", "BDI", "BDO", "I", "Q", "SAMP", "SMALL", "U", "P", "EM", "STRONG", "CODE", "DEL", "S", "INS", "SUB", "SUP"]);
  const NAMELESS_ROLES = new Set(["generic", "none", "presentation", "paragraph", "emphasis", "strong", "code", "deletion", "insertion", "subscript", "superscript", "caption"]);
  const NAMING = ["aria-label", "aria-labelledby", "aria-braillelabel", "aria-roledescription", "aria-brailleroledescription"];
  const unheard = [];
  for (const el of all) {
    const role = roleOf(el);
    const nameless = role ? NAMELESS_ROLES.has(role) : NAMELESS_TAGS.has(el.tagName) && !el.isContentEditable && !el.hasAttribute("popover") && !el.shadowRoot;
    if (!nameless || unheard.length >= 30 || !exposed(el)) continue;
    for (const name of NAMING) {
      if (!attribute(el, name).trim()) continue;
      if (name === "aria-roledescription" && role !== "generic" && role !== "none" && role !== "presentation" && !["DIV", "SPAN", "B", "I", "U", "SMALL", "Q", "SAMP", "BDI", "BDO"].includes(el.tagName)) continue;
      unheard.push({ ...named(el), attribute: name, value: clip(attribute(el, name), 200), text: words(el, 120) });
    }
  }

  // ---- links of one name with several addresses
  const bare = (url) => url.split("#")[0].replace(/\/$/, "");
  const groups = new Map();
  for (const el of all) {
    if (el.tagName !== "A" || !el.hasAttribute("href") || !exposed(el) || !/^https?:/.test(String(el.href))) continue;
    const name = fullName(el).toLowerCase();
    if (!name || bare(el.href) === bare(location.href)) continue;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(el);
  }
  const twins = [];
  const places = new Map();
  for (const group of groups.values()) {
    if (new Set(group.map((el) => bare(el.href))).size < 2) continue;
    for (const el of group.slice(0, 12)) {
      const around = el.closest("p, li, td, th, dd, dt, figcaption, figure, article, [role=listitem], [role=cell]") || el.parentElement;
      if (!places.has(around)) places.set(around, String(places.size));
      const described = el.hasAttribute("aria-describedby");
      if (twins.length < 60) twins.push({ ...named(el), href: clip(el.href, 1000), context: described ? "described" : clip(collapse(inner(around)), 200), place: places.get(around) });
    }
  }

  // ---- stand-ins for style sheets
  const OLD = /^(FONT|CENTER|BIG|STRIKE|TT|BASEFONT|NOBR|MULTICOL|SPACER|BLINK|MARQUEE)$/;
  const odd = [];
  for (const el of all) {
    if (odd.length >= 30) break;
    let kind = "";
    if (OLD.test(el.tagName)) kind = "deprecated";
    else if (el.tagName === "P" && !el.id && !el.hasAttribute("role") && !/\b(aria-|data-|hidden|contenteditable)/.test(el.getAttributeNames().join(" ")) && !el.textContent.trim() && ![...el.querySelectorAll("*")].some((c) => c.tagName !== "BR" && !/^(SPAN|STRONG|B|EM|I)$/.test(c.tagName)) && (!attribute(el, "class") || /\u00a0/.test(el.textContent)) && el.checkVisibility()) kind = "empty-paragraph";
    else if (el.tagName === "IMG" && attribute(el, "src")) {
      const r = el.getBoundingClientRect();
      const dot = el.complete && el.naturalWidth > 0 && el.naturalWidth <= 2 && el.naturalHeight <= 2;
      if (el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && r.right > 0 && (dot || Math.min(r.width, r.height) <= 2) && Math.max(r.width, r.height) >= 5 && /spacer|blank|pixel|trans|clear|shim|leer|abstand/i.test(attribute(el, "src").slice(-80)) ) kind = "spacer";
      else if (dot && Math.max(r.width, r.height) >= 5 && el.checkVisibility()) kind = "spacer";
    }
    if (kind) odd.push({ ...named(el), kind });
  }

  // ---- headings that eye and screen reader meet, outside the furniture
  const ASIDE = "nav, aside, search, [role=navigation], [role=complementary], [role=contentinfo], [role=search], body > footer";
  const isHeading = (el) => { const role = roleOf(el); return role ? role === "heading" : /^H[1-6]$/.test(el.tagName); };
  const headings = all.filter((el) => isHeading(el) && exposed(el) && seen(el) && fullName(el) && !el.closest(ASIDE)).length;
  const runs = (s) => !s.type || /^(module|text\/javascript|application\/javascript|text\/ecmascript)$/i.test(s.type);
  return JSON.stringify({
    scripts: [...document.scripts].filter(runs).length, elements: document.body ? document.body.querySelectorAll("*").length : 0,
    veiled: all.some((el) => el.localName.includes("-") && !el.shadowRoot && !el.children.length && !el.textContent.trim() && el.getBoundingClientRect().height > 20),
    tables, pictures, players, parts, bolds, unheard, twins, odd, headings,
  });
})
