// Reads one frame into plain data (auditor/evidence/model.py: Document). Runs in an isolated world, changes nothing.
// Returns a JSON string, so that a single value crosses the wire.
((limits) => {
  const SKIP = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "TEXTAREA", "OPTION", "OPTGROUP", "IFRAME", "OBJECT", "CANVAS", "VIDEO", "AUDIO", "MATH"]);
  const BLOCK_TAGS = new Set(["P", "LI", "DT", "DD", "TD", "TH", "H1", "H2", "H3", "H4", "H5", "H6", "BUTTON", "LABEL", "LEGEND", "SUMMARY", "CAPTION", "FIGCAPTION", "BLOCKQUOTE", "DIV", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "NAV", "ASIDE", "FORM", "FIELDSET", "BODY"]);
  const INLINE = /^(inline|contents|ruby)/;
  const LANDMARK_ROLES = new Set(["banner", "contentinfo", "navigation", "main", "complementary", "search", "form", "region"]);
  // Old town sites have no landmarks; the usual names of their furniture serve as scope only, never as a pass.
  const GUESS = [
    [/(^|[-_ ])(site-?|page-?)?(footer|fuss(zeile)?|metafooter)([-_ ]|$)/i, "contentinfo"],
    [/(^|[-_ ])(breadcrumbs?|brotkrumen|main-?nav(igation)?|nav(igation|bar)?|(haupt)?men(u|ue)|metanav|skip-?links?|sharing|share|social(media)?|toolbar|printbar)([-_ ]|$)/i, "navigation"],
    [/(^|[-_ ])(site-?|page-?)?(header|kopf(zeile|bereich)?)([-_ ]|$)/i, "banner"],
    [/(^|[-_ ])(sidebar|aside|randspalte|marginal)([-_ ]|$)/i, "complementary"],
  ];
  const TEASER = /(^|[-_ ])(teaser|related|mehr-zum-thema|aktuelles|news(-?list)?|weitere-(themen|leistungen|links)|slider|carousel)s?([-_ ]|$)/i;
  /* names.js */
  const inert = document.implementation.createHTMLDocument(""); // a copy made here loads no image
  const clip = (text, max) => (text.length > max ? text.slice(0, max) : text);
  const squeeze = (text) => (text || "").replace(/[ \t\f\r\u00a0]+/g, " ").replace(/ ?\n ?/g, "\n").trim();
  const flat = (text) => squeeze(text).replace(/\s+/g, " ");
  const attribute = (el, name) => el.getAttribute(name) || "";
  const parentOf = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);

  const styles = new Map();
  const style = (el) => {
    let value = styles.get(el);
    if (!value) styles.set(el, (value = getComputedStyle(el)));
    return value;
  };

  const marks = new Map(); // element -> facts inherited from its ancestors
  const guess = (el) => {
    const words = `${el.id} ${attribute(el, "class")}`;
    for (const [pattern, role] of GUESS) if (pattern.test(words)) return role;
    return null;
  };
  const semantic = (el) => {
    const explicit = attribute(el, "role").split(/\s+/)[0];
    if (LANDMARK_ROLES.has(explicit)) return explicit;
    if (explicit) return null;
    switch (el.tagName) {
      case "MAIN": return "main";
      case "NAV": return "navigation";
      case "ASIDE": return "complementary";
      case "SEARCH": return "search";
      case "HEADER": return el.closest("article, aside, main, nav, section") ? null : "banner";
      case "FOOTER": return el.closest("article, aside, main, nav, section") ? null : "contentinfo";
      case "FORM": return el.hasAttribute("aria-label") || el.hasAttribute("aria-labelledby") ? "form" : null;
      case "SECTION": return el.hasAttribute("aria-label") || el.hasAttribute("aria-labelledby") ? "region" : null;
      default: return null;
    }
  };
  const inherit = (el) => {
    if (!el) return { landmark: "none", hard: false, collapsed: false, teaser: false, lang: "" };
    let mark = marks.get(el);
    if (mark) return mark;
    const up = inherit(parentOf(el));
    const role = semantic(el);
    const scope = role && role !== "form" && role !== "region" ? role : null;
    const soft = !scope && up.landmark !== "main" && up.landmark === "none" ? guess(el) : null;
    const closed = (el.parentElement && el.parentElement.tagName === "DETAILS" && !el.parentElement.open && el.tagName !== "SUMMARY")
      || (attribute(el, "role") === "tabpanel" && !el.checkVisibility())
      || (el.id && panels.has(el.id) && !el.checkVisibility());
    mark = {
      landmark: scope || soft || up.landmark,
      collapsed: up.collapsed || Boolean(closed),
      teaser: up.teaser || TEASER.test(`${el.id} ${attribute(el, "class")}`),
      lang: attribute(el, "lang") || up.lang,
    };
    marks.set(el, mark);
    return mark;
  };

  const panels = new Set();
  const box = (el) => {
    const r = el.getBoundingClientRect();
    if (!r.width && !r.height) return null;
    const round = (n) => Math.round(n * 10) / 10;
    return { x: round(r.left + scrollX), y: round(r.top + scrollY), width: round(r.width), height: round(r.height) };
  };
  const seen = new Map();
  const visible = (el) => {
    let value = seen.get(el);
    if (value === undefined) {
      const r = el.getBoundingClientRect();
      value = el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && (r.width > 1 || r.height > 1 || style(el).display === "contents");
      seen.set(el, value);
    }
    return value;
  };
  const unique = (root, selector) => {
    try { return root.querySelectorAll(selector).length === 1; } catch { return false; }
  };
  const selectorOf = (el) => {
    const root = el.getRootNode();
    const parts = [];
    for (let at = el; at && at.nodeType === 1; at = at.parentElement) {
      if (at.id && unique(root, `#${CSS.escape(at.id)}`)) { parts.unshift(`#${CSS.escape(at.id)}`); break; }
      const tag = at.localName;
      if (tag === "body" || tag === "html" || tag === "main") { parts.unshift(tag); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter((c) => c.localName === tag) : [at];
      parts.unshift(same.length > 1 ? `${CSS.escape(tag)}:nth-of-type(${same.indexOf(at) + 1})` : CSS.escape(tag));
      if (parts.length > 12) break;
    }
    const path = parts.join(" > ");
    return root instanceof ShadowRoot ? `${selectorOf(root.host)} >>> ${path}` : path;
  };
  const nameOf = (el) => clip(fullName(el), 300);
  const roleOf = roleFor;
  const node = (el) => ({ ...place(el), name: nameOf(el) });
  const place = (el) => ({
    selector: selectorOf(el), tag: el.localName, role: roleOf(el), name: "", landmark: inherit(el).landmark,
    visible: visible(el), box: box(el), html: clip(inert.importNode(el, false).outerHTML, 240),
  });

  // ---- traversal: every element once, open shadow roots included, in reading order
  const elements = [];
  let truncated = false;
  const collect = (root) => {
    for (const el of root.children) {
      if (elements.length >= limits.nodes) { truncated = true; return; }
      elements.push(el);
      if (el.shadowRoot) collect(el.shadowRoot);
      collect(el);
    }
  };
  if (document.documentElement) { elements.push(document.documentElement); collect(document.documentElement); }
  for (const el of elements) if (el.hasAttribute("aria-controls")) for (const id of attribute(el, "aria-controls").split(/\s+/)) panels.add(id);

  // ---- text
  const blocks = [];
  const headings = [];
  let heading = "";
  let open = null;
  const isBlock = (el) => BLOCK_TAGS.has(el.tagName) ? !(el.tagName === "DIV" && INLINE.test(style(el).display)) : !INLINE.test(style(el).display);
  const blockOf = (el) => {
    while (el && !isBlock(el)) el = parentOf(el);
    return el || document.body;
  };
  // somebody else's words: nothing but a quotation
  const quoted = (el, text) => [...el.querySelectorAll("q")].some((q) => squeeze(q.textContent) === text);
  const flush = () => {
    if (open) {
      const text = squeeze(open.text);
      if (text && blocks.length < limits.blocks) {
        const mark = inherit(open.el);
        blocks.push({ ...place(open.el), text: clip(text, 4000), heading, lang: mark.lang, in_link: open.link, collapsed: mark.collapsed, teaser: mark.teaser || quoted(open.el, text) });
      } else if (text) truncated = true;
    }
    open = null;
  };
  const readText = (el) => {
    if (SKIP.has(el.tagName) || el.tagName === "svg") return;
    if (el.tagName === "BR") { if (open) open.text += "\n"; return; }
    const level = /^H([1-6])$/.exec(el.tagName) || (attribute(el, "role") === "heading" ? [0, attribute(el, "aria-level") || 2] : null);
    const block = isBlock(el);
    if (block) flush();
    if (level) {
      heading = clip(flat(el.textContent), 200);
      headings.push({ ...node(el), level: Math.min(6, Math.max(1, Number(level[1]) || 2)), text: heading });
    }
    const kids = el.shadowRoot ? el.shadowRoot.childNodes : el.tagName === "SLOT" && el.assignedNodes().length ? el.assignedNodes() : el.childNodes;
    for (const child of kids) {
      if (child.nodeType === 3) {
        if (!child.data.trim()) { if (open) open.text += " "; continue; }
        const owner = blockOf(el);
        if (!open || open.el !== owner) { flush(); open = { el: owner, text: "", link: true }; }
        open.text += child.data.replace(/\s+/g, " ");
        if (!el.closest("a[href]")) open.link = false;
      } else if (child.nodeType === 1) readText(child);
    }
    if (block) flush();
  };
  if (document.body) { readText(document.body); flush(); }

  // ---- links, controls, images …
  const links = [], forms = [], controls = [], images = [], media = [], landmarks = [], frames = [];
  const metas = [], rels = [], jsonLd = [], scripts = [];
  const describe = (el) => attribute(el, "aria-describedby").split(/\s+/).map((id) => id && document.getElementById(id)).filter(Boolean).map((e) => flat(e.textContent)).join(" ");
  const groupOf = (el) => {
    const set = el.closest("fieldset");
    if (set) { const legend = set.querySelector(":scope > legend"); if (legend && flat(legend.textContent)) return clip(flat(legend.textContent), 300); }
    const group = el.closest("[role=group], [role=radiogroup]");
    return group ? nameOf(group) : "";
  };
  const labelOf = (el) => {
    const aria = attribute(el, "aria-label") || attribute(el, "aria-labelledby");
    const labels = el.labels ? [...el.labels].map((l) => flat(l.textContent)).filter(Boolean) : [];
    if (["submit", "button", "reset"].includes(el.type) && el.tagName === "INPUT") return [aria ? nameOf(el) : el.value || nameOf(el), aria ? "aria" : "value"];
    if (el.tagName === "BUTTON" || (el.type === "image" && el.tagName === "INPUT")) return [nameOf(el), aria ? "aria" : nameOf(el) ? "text" : "none"];
    if (aria && nameOf(el)) return [nameOf(el), "aria"];
    if (labels.length) return [clip(labels.join(" "), 300), "label"];
    if (attribute(el, "title").trim()) return [attribute(el, "title"), "title"];
    if (attribute(el, "placeholder").trim()) return [attribute(el, "placeholder"), "placeholder"];
    return ["", "none"];
  };
  const REQUIRED = /\*|\bpflicht|\berforderlich|\bnotwendig|\brequired\b|\bmandatory\b/i;
  const WIDGETS = new Set(["checkbox", "radio", "combobox", "textbox", "searchbox", "switch", "listbox", "slider", "spinbutton", "button", "menuitemcheckbox"]);
  // the asterisk of many forms is drawn by the style sheet, not written in the label
  const drawn = (el) => {
    const legend = el.closest("fieldset") && el.closest("fieldset").querySelector(":scope > legend");
    const marked = [...(el.labels || []), legend].filter(Boolean).flatMap((l) => [l, ...l.querySelectorAll("*")]);
    return marked.map((e) => ["::before", "::after"].map((p) => getComputedStyle(e, p).content.replace(/^(none|normal)$/, "")).join(" ")).join(" ");
  };
  const controlOf = (el, kind) => {
    const [label, source] = labelOf(el);
    const group = groupOf(el);
    const sensitive = kind === "password" || kind === "hidden";
    const around = el.labels && el.labels.length ? [...el.labels].map((l) => l.textContent).join(" ") : "";
    return {
      ...node(el), kind, field: attribute(el, "name"), id: el.id || "", label: clip(flat(label), 300), label_source: source,
      placeholder: attribute(el, "placeholder"), description: clip(describe(el), 500), group,
      required: Boolean(el.required) || attribute(el, "aria-required") === "true",
      required_marked: REQUIRED.test(`${label} ${around} ${group} ${drawn(el)}`),
      autocomplete: attribute(el, "autocomplete"), pattern: attribute(el, "pattern"), min: attribute(el, "min"), max: attribute(el, "max"),
      maxlength: el.maxLength > 0 ? el.maxLength : null, inputmode: attribute(el, "inputmode"),
      value: sensitive || typeof el.value !== "string" ? "" : clip(el.value, 200), checked: Boolean(el.checked) || attribute(el, "aria-checked") === "true",
      disabled: el.matches(":disabled") || attribute(el, "aria-disabled") === "true", readonly: Boolean(el.readOnly), multiple: Boolean(el.multiple), accept: attribute(el, "accept"),
      options: el.tagName === "SELECT" ? [...el.options].slice(0, 60).map((o) => clip(flat(o.textContent), 120)) : [],
      form: el.form ? formIndex(el.form) : null, invalid: attribute(el, "aria-invalid") === "true",
    };
  };
  const modal = document.querySelector(":modal");
  const asleep = (el) => Boolean(el.closest("[inert]") || (modal && !modal.contains(el)));
  const formIndex = (form) => { const at = formList.indexOf(form); return at < 0 ? null : at; };
  const formList = elements.filter((el) => el.tagName === "FORM");
  let at = "";
  for (const el of elements) {
    const tag = el.tagName;
    if (/^H[1-6]$/.test(tag)) at = clip(flat(el.textContent), 200);
    if (semantic(el)) landmarks.push({ ...node(el), role: semantic(el) });
    if ((tag === "A" || tag === "AREA") && el.hasAttribute("href") && links.length < limits.links) {
      links.push({ ...node(el), href: clip(String(el.href), 2000), raw: clip(attribute(el, "href"), 2000), text: clip(flat(el.textContent), 300), rel: attribute(el, "rel"), target: attribute(el, "target"), type: attribute(el, "type"), hreflang: attribute(el, "hreflang"), download: el.hasAttribute("download"), heading: at, teaser: inherit(el).teaser });
    } else if (tag === "FORM") {
      forms.push({ ...node(el), index: formList.indexOf(el), action: clip(el.getAttribute("action") === null ? location.href : String(new URL(attribute(el, "action") || location.href, document.baseURI)), 2000), method: (attribute(el, "method") || "get").toLowerCase(), enctype: attribute(el, "enctype") });
    } else if (tag === "INPUT" || tag === "SELECT" || tag === "TEXTAREA" || tag === "BUTTON") {
      if (controls.length < limits.controls) controls.push(controlOf(el, tag === "INPUT" ? el.type : tag === "BUTTON" ? el.type : tag.toLowerCase()));
      if (tag === "INPUT" && el.type === "image") images.push({ ...node(el), src: clip(el.src || "", 1000), alt: el.getAttribute("alt"), width: el.width || 0, height: el.height || 0 });
    } else if (WIDGETS.has(attribute(el, "role")) || (el.isContentEditable && el.hasAttribute("contenteditable"))) {
      if (controls.length < limits.controls) controls.push(controlOf(el, "custom"));
    } else if (tag === "IMG" || (tag === "svg" && attribute(el, "role") === "img")) {
      if (images.length < 500) images.push({ ...node(el), src: clip(attribute(el, "src"), 1000), alt: tag === "IMG" ? el.getAttribute("alt") : nameOf(el), width: el.naturalWidth || 0, height: el.naturalHeight || 0 });
    } else if (tag === "VIDEO" || tag === "AUDIO") {
      media.push({ ...node(el), src: clip(el.currentSrc || attribute(el, "src"), 1000), autoplay: el.autoplay, controls: el.controls, muted: el.muted, tracks: [...el.querySelectorAll("track")].map((t) => t.kind) });
    } else if (tag === "IFRAME" || tag === "FRAME") {
      frames.push({ selector: selectorOf(el), title: nameOf(el) || attribute(el, "title"), tabindex: el.hasAttribute("tabindex") ? el.tabIndex : null, asleep: asleep(el), src: clip(String(el.src || ""), 2000), box: box(el), visible: visible(el) });
    } else if (tag === "META") {
      const name = (attribute(el, "name") || attribute(el, "property") || attribute(el, "http-equiv")).toLowerCase();
      if (name) metas.push({ name, content: clip(attribute(el, "content"), 1000) });
    } else if (tag === "LINK") {
      if (el.rel) rels.push({ rel: el.rel.toLowerCase(), href: clip(String(el.href), 1000), hreflang: attribute(el, "hreflang"), type: attribute(el, "type") });
    } else if (tag === "SCRIPT" && attribute(el, "type").toLowerCase() === "application/ld+json") {
      jsonLd.push(clip(el.textContent, 20000));
    } else if (tag === "SCRIPT" && el.hasAttribute("src") && scripts.length < 200) {
      scripts.push({ src: clip(String(el.src), 1000), integrity: clip(attribute(el, "integrity"), 300) });
    }
  }
  const charset = document.characterSet;
  if (charset) metas.push({ name: "charset", content: charset });
  return JSON.stringify({
    document: {
      title: clip(document.title, 500), lang: document.documentElement ? attribute(document.documentElement, "lang") : "", doctype: document.doctype ? document.doctype.name : "",
      metas, rels, blocks, headings, links, forms, controls, images, media, landmarks, json_ld: jsonLd.slice(0, 20), scripts,
      node_count: truncated ? document.getElementsByTagName("*").length : elements.length, truncated,
    },
    frames,
  });
})
