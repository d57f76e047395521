// Our desk in one frame while the keyboard is tried: what can be operated, and where the focus is now. Changes nothing.
// ``heard`` holds what DevTools knows of listeners (element → types); it is filled before the survey.
(() => {
  /* names.js */
  /* nodes.js */
  const NATIVE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], iframe, embed, object[data]";
  const WIDGET = /^(button|link|checkbox|switch|radio|tab|menuitem|menuitemcheckbox|menuitemradio|option|treeitem|slider|spinbutton|textbox|searchbox|combobox|gridcell|scrollbar)$/;
  const FIELDS = "input:not([type=hidden], [type=button], [type=submit], [type=image], [type=reset]), select, textarea";
  const COMPOSITE = "[role=tablist], [role=radiogroup], [role=menu], [role=menubar], [role=toolbar], [role=listbox], [role=tree], [role=grid], [role=combobox], [role=feed]";
  const NEIGHBOURS = [["carousel", /(^|[-_ ])(carousel|slider|slick|swiper|slideshow|splide|glide)/i], ["map", /(^|[-_ ])(map|leaflet|ol|karte|mapbox|gmap)([-_ ]|$)/i], ["media", /(^|[-_ ])(player|video|audio|vjs|plyr)/i]];
  const CLICKS = ["click", "mousedown", "mouseup", "pointerdown", "pointerup", "dblclick"], KEYS = ["keydown", "keyup", "keypress"];
  const desk = (globalThis.__auditorKeyboard = { heard: new Map(), elements: [], index: new Map(), focused: [] });

  const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const around = function* (el) { for (let at = up(el); at; at = up(at)) yield at; };
  const all = () => {
    const found = [];
    const stack = [...(document.body ? [document.body] : [])];
    while (stack.length) {
      const el = stack.pop();
      found.push(el);
      if (found.length > 30000) break;
      stack.push(...[...el.children].reverse(), ...(el.shadowRoot ? [...el.shadowRoot.children].reverse() : []));
    }
    return found;
  };
  desk.shadows = () => { desk.roots = all().map((el) => el.shadowRoot).filter(Boolean).slice(0, 60); return desk.roots.length; };
  const types = (el) => desk.heard.get(el) || [];
  const hears = (el, wanted) => types(el).some((t) => wanted.includes(t));
  const heardAt = (el, wanted) => {
    if (hears(el, wanted)) return "own";
    for (const at of around(el)) if (hears(at, wanted)) return "above";
    return hears(document, wanted) || desk.window.some((t) => wanted.includes(t)) ? "above" : "none";
  };
  const isNative = (el) => el.matches(NATIVE) && (el.localName !== "summary" || Boolean(el.parentElement && el.parentElement.matches("details")));
  const asleep = (el) => el.matches(":disabled, [aria-disabled=true], .disabled") || Boolean(el.closest("[inert], [aria-disabled=true], .disabled, [aria-hidden=true]"));
  const shown = (el) => {
    const r = el.getBoundingClientRect(), s = getComputedStyle(el);
    return r.width >= 8 && r.height >= 8 && r.right + scrollX > 0 && r.bottom + scrollY > 0 && s.pointerEvents !== "none" && el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !/^rect\([01](px)?[, ]/.test(s.clip) && !/^inset\((50|100)%/.test(s.clipPath);
  };
  const focusable = (el) => {
    if (el.tabIndex < 0 || el.matches(":disabled") || el.closest("[inert]") || !el.checkVisibility({ visibilityProperty: true })) return false;
    if (/^(a|area)$/.test(el.localName) && !el.hasAttribute("href") && !el.hasAttribute("tabindex") && !el.isContentEditable) return false;
    return isNative(el) || el.hasAttribute("tabindex") || (el.isContentEditable && el.hasAttribute("contenteditable")) || el.localName.includes("-");
  };
  const hand = (el) => getComputedStyle(el).cursor === "pointer";
  const tabindex = (el) => (el.hasAttribute("tabindex") && /^\s*-?\d+/.test(el.getAttribute("tabindex")) ? parseInt(el.getAttribute("tabindex"), 10) : null);
  const words = (el) => collapse(fullName(el) || inner(el)).toLowerCase();
  const reachable = () => desk.reachable || (desk.reachable = all().filter(focusable));
  const excuse = (el) => {
    const others = reachable().filter((o) => o !== el && shown(o));
    const name = words(el);
    if (el.href && others.some((o) => o.href === el.href)) return "same-address";
    if (name.length > 1 && others.some((o) => { const n = words(o); return n === name || (name.length > 3 && n.includes(name)); })) return "same-name";
    const composite = el.closest(COMPOSITE);
    if (composite && (others.some((o) => composite.contains(o)) || composite.querySelector("[aria-activedescendant]") || composite.matches("[aria-activedescendant]"))) return "composite";
    const near = [el.parentElement, el.parentElement && el.parentElement.parentElement].filter((p) => p && p !== document.body && p.localName !== "main");
    if (near.some((p) => p.querySelector(FIELDS))) return "beside-field";
    for (const [kind, pattern] of NEIGHBOURS) for (const at of [el, ...around(el)]) if (pattern.test(`${at.getAttribute("class") || ""} ${at.id}`) && at !== document.body) return kind;
    if (el.closest("[aria-roledescription]")) return "carousel";
    const card = el.closest("li, article, tr, figure, dl > div, [class*=card], [class*=teaser], [class*=kachel]");
    if (card && others.some((o) => card.contains(o))) return "card";
    if (el.parentElement && el.parentElement !== document.body && el.parentElement.localName !== "main" && others.some((o) => el.parentElement.contains(o))) return "siblings";
    return "";
  };
  const scrolls = (el) => { const s = getComputedStyle(el); return (/auto|scroll/.test(s.overflowX + s.overflowY)) && (el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1); };
  const plain = (el) => !isNative(el) && !el.getAttribute("role") && !types(el).length && !scrolls(el) && !el.isContentEditable && !el.shadowRoot && !el.localName.includes("-") && ![...el.attributes].some((a) => /^(title|aria-|data-|id$|draggable|popover)/.test(a.name)) && ![...el.querySelectorAll("*")].some((c) => !c.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isNative(c)) && heardAt(el, KEYS) === "none" && !/content|inhalt|main|skip|tooltip|tip/i.test(el.className);
  const register = (el) => {
    if (!desk.index.has(el)) { desk.index.set(el, desk.elements.length); desk.elements.push(el); }
    return desk.index.get(el);
  };
  const operable = (el) => ({
    ...node(el), index: register(el), native: isNative(el), link: Boolean(el.href), focusable: focusable(el), tabindex: tabindex(el), accesskey: clip(el.getAttribute("accesskey") || "", 20),
    clicks: heardAt(el, CLICKS), keys: heardAt(el, KEYS), pointer: hand(el), asleep: asleep(el), plain: plain(el), reacts: hears(el, ["focus", "focusin"]),
    excuse: focusable(el) ? (!isNative(el) && [...el.querySelectorAll("*")].some(focusable) ? "card" : "") : excuse(el),
  });
  // Dressed as a button by its class, with words of its own and nothing else in it.
  const dressed = (el) => /^(div|span|a|p)$/.test(el.localName) && /(^|\s)(btn|button|knopf|schaltflaeche)(\s|$)/i.test(el.getAttribute("class") || "") && !el.children.length && !el.closest("li[class*=active], [aria-current]");
  const looksOperable = (el) => {
    if (el === document.body || /^(label|option|optgroup|html|form|main|dialog|fieldset|legend)$/.test(el.localName) || !shown(el)) return false;
    const given = (el.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (/^(presentation|none|dialog|alertdialog|document|application)$/.test(given)) return false;
    const parent = up(el);
    const marked = hears(el, CLICKS) || (hand(el) && parent && !hand(parent)) || (WIDGET.test(given) && !/^(option|gridcell|treeitem|scrollbar|textbox|searchbox|combobox|slider|spinbutton)$/.test(given)) || isNative(el) || dressed(el);
    if (!marked) return false;
    for (const at of around(el)) { if (focusable(at) && at !== document.body) return false; if (at.localName === "label") return false; }
    return !el.shadowRoot && !el.localName.includes("-") && ![...el.querySelectorAll("*")].some((c) => focusable(c) || isNative(c) || c.localName === "label");
  };

  // What can be focused, and what looks operable although it cannot; with shadow trees, in the order of the source.
  desk.survey = (most) => {
    const found = all();
    desk.reachable = found.filter(focusable);
    const order = new Map(found.map((el, i) => [el, i]));
    desk.order = order;
    const chosen = found.filter((el) => focusable(el) || looksOperable(el));
    addEventListener("focus", desk.listen, true);
    return JSON.stringify({ operables: chosen.slice(0, most).map(operable), truncated: chosen.length > most });
  };
  // What asks more of a pointer than a click; the words after "auditor:" come from the text of the scripts.
  const DOWNS = ["mousedown", "pointerdown", "touchstart"], MOVES = ["mousemove", "pointermove"], DRAGS = ["dragstart", "dragover", "drop"];
  const everywhere = (wanted) => [document, document.documentElement, document.body].some((at) => at && hears(at, wanted)) || desk.window.some((t) => wanted.includes(t));
  const asks = (el) => {
    const t = types(el), dragged = el.getAttribute("draggable") === "true" && heardAt(el, DRAGS) !== "none";
    if (t.includes("auditor:multi")) return "multi";
    const pulled = hears(el, ["mousedown", "pointerdown"]) && (hears(el, MOVES) || everywhere(MOVES)) && !isNative(el);
    if (dragged || pulled) return "drag";
    if (t.includes("auditor:swipe")) return "swipe";
    const pressed = el.matches("a[href], button, [role=button], [role=link], input[type=button], input[type=submit]") || hand(el);
    return t.includes("auditor:acts") && pressed && !hears(el, [...MOVES, "touchmove"]) ? "down" : "";
  };
  const helped = (el) => [el, el.parentElement].some((p) => p && p !== document.body && !/^(main|form)$/.test(p.localName) && p.querySelector("button, select, input[type=range], input[type=number], [role=button]"));
  desk.gestures = (most) => JSON.stringify(all().filter((el) => el !== document.body && asks(el) && shown(el)).slice(0, most).map((el) => ({ kind: asks(el), node: node(el), beside: helped(el) })));

  desk.listen = (event) => { const el = event.composedPath()[0]; if (el.nodeType === 1) desk.focused.push(el); };

  const active = () => {
    let el = document.activeElement;
    while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
    return el;
  };
  const hit = (x, y) => {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) { const deeper = el.shadowRoot.elementFromPoint(x, y); if (!deeper || deeper === el) break; el = deeper; }
    return el;
  };
  const within = (a, b) => { for (let at = a; at; at = up(at)) if (at === b) return true; return false; };
  const lid = (el) => { // the fixed or sticky opaque thing the element belongs to
    for (let at = el; at && at !== document.documentElement; at = up(at)) {
      const s = getComputedStyle(at);
      if (!/^(fixed|sticky)$/.test(s.position)) continue;
      for (let inside = el; inside; inside = up(inside)) {
        const i = getComputedStyle(inside);
        const alpha = (i.backgroundColor.match(/rgba\(.*,\s*([\d.]+)\)/) || [0, /^rgb\(/.test(i.backgroundColor) ? "1" : "0"])[1];
        if (Number(alpha) > 0.95 && Number(i.opacity) > 0.95) return at;
        if (inside === at) break;
      }
    }
    return null;
  };
  const cover = (el, left, top, right, bottom) => {
    let under = 0, all = 0, thing = null;
    for (const fx of [0.05, 0.275, 0.5, 0.725, 0.95]) for (const fy of [0.15, 0.5, 0.85]) {
      const at = hit(left + (right - left) * fx, top + (bottom - top) * fy);
      all += 1;
      if (!at || within(at, el) || within(el, at) || (el.labels && [...el.labels].some((l) => within(at, l)))) continue;
      const one = lid(at);
      if (one && !within(el, one)) { under += 1; thing = one; }
    }
    return { covered: all ? under / all : 0, cover: thing ? clip(words(thing) || thing.localName, 60) : "", banner: Boolean(thing && /cookie|einwilligung|consent/i.test(thing.textContent)) };
  };
  const resting = async (el) => { // a page with smooth scrolling needs a moment until the element stands still
    const place = () => { const r = el.getBoundingClientRect(); return `${r.left},${r.top}`; };
    const frame = () => Promise.race([new Promise(requestAnimationFrame), new Promise((r) => setTimeout(r, 60))]);
    let before = place(), still = 0;
    for (let i = 0; i < 30 && still < 2; i += 1) { await frame(); const now = place(); still = now === before ? still + 1 : 0; before = now; }
  };
  const CARET = /^(text|search|url|tel|email|password|number|date|datetime-local|month|week|time|textarea)$/;
  const rects = (el) => {
    const boxes = [el, ...(el.labels || [])].map((e) => e.getBoundingClientRect()).filter((r) => r.width > 0 && r.height > 0);
    return boxes.map((r) => [r.left, r.top, r.right, r.bottom]);
  };
  const overlay = (el) => {
    const dialog = [el, ...around(el)].find((a) => a.matches("dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true], :popover-open"));
    if (dialog) return true;
    return [el, ...around(el)].some((a) => { const r = a.getBoundingClientRect(); return getComputedStyle(a).position === "fixed" && r.width >= innerWidth * 0.9 && r.height >= innerHeight * 0.9; });
  };

  const stop = (el) => ({ ...node(el), place: desk.order && desk.order.has(el) ? desk.order.get(el) : -1, tabindex: tabindex(el), overlay: overlay(el) });
  desk.stop = (index) => { const el = desk.elements[index]; return JSON.stringify(el && el.isConnected && shown(el) ? stop(el) : null); };

  // Where the focus is. ``frame`` says that it is in an embedded frame, whose own desk knows more.
  desk.now = async () => {
    const el = active();
    const base = { body: !el || el === document.body || el === document.documentElement, url: location.href, sx: scrollX, sy: scrollY, held: document.hasFocus() };
    base.events = desk.focused.splice(0).map(register);
    if (base.body) return JSON.stringify(base);
    await resting(el);
    const r = el.getBoundingClientRect();
    if (el.localName === "iframe" || el.localName === "frame") return JSON.stringify({ ...base, frame: true, index: register(el), left: r.left + el.clientLeft, top: r.top + el.clientTop });
    const left = Math.max(r.left, 0), top = Math.max(r.top, 0), right = Math.min(r.right, innerWidth), bottom = Math.min(r.bottom, innerHeight);
    const offscreen = right - left < 2 || bottom - top < 2 || /^rect\([01](px)?[, ]/.test(getComputedStyle(el).clip);
    const covered = offscreen ? { covered: 0, cover: "", banner: false } : cover(el, left, top, right, bottom);
    return JSON.stringify({
      ...base, sx: scrollX, sy: scrollY, index: register(el), offscreen, ...covered, rects: rects(el), caret: !el.readOnly && (el.isContentEditable || CARET.test(el.type || "") || el.localName === "textarea" || el.localName === "select" && el.matches(":open, [size]:not([size='1'])")),
      many: /^(video|audio|embed|object)$/.test(el.localName) || /^(date|time|month|week|datetime-local)$/.test(el.type || "") || (el.localName.includes("-") && !el.shadowRoot),
      stop: { ...stop(el), offscreen, ...covered },
    });
  };
  desk.peek = () => { const el = active(); return !el || el === document.body ? -1 : register(el); };
  desk.rects = (index) => { const el = desk.elements[index]; return JSON.stringify(el && el.isConnected ? { rects: rects(el), sx: scrollX, sy: scrollY } : null); };
  desk.focus = (index) => { const el = desk.elements[index]; if (!el || !el.isConnected) return false; el.focus(); return active() === el; };
  desk.ringed = (index) => { const el = desk.elements[index]; const s = el && getComputedStyle(el); return Boolean(s && s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0); };
  desk.blur = () => { const el = active(); if (el && el !== document.body) el.blur(); return true; };
  desk.follows = (indexes, target) => { // whether one of the elements lies in or behind the target of a link
    const goal = document.getElementById(target) || document.getElementsByName(target)[0];
    return Boolean(goal && indexes.map((i) => desk.elements[i]).some((el) => el && (within(el, goal) || goal.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)));
  };
  desk.link = (index) => {
    const el = desk.elements[index];
    const raw = (el && el.getAttribute("href")) || "";
    const within_page = el && el.localName === "a" && raw.startsWith("#") && raw.length > 1;
    let id = raw.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    const target = Boolean(document.getElementById(id) || document.getElementsByName(id)[0]) || id.toLowerCase() === "top";
    const scripted = hears(el, CLICKS) || (!target && heardAt(el, CLICKS) !== "none"); // who hears it from above may lead on
    return JSON.stringify(within_page ? { href: clip(raw, 200), id, target, scripted, routed: /^#[/!]/.test(raw) || /^#[/!]/.test(location.hash) } : null);
  };
  desk.restore = (place) => { removeEventListener("focus", desk.listen, true); desk.blur(); scrollTo({ left: place[0], top: place[1], behavior: "instant" }); return true; };
  desk.shown = shown; desk.words = words; desk.register = register; desk.focusable = focusable; desk.within = within; desk.active = active; desk.all = all; desk.node = node; desk.overlay = overlay; desk.hears = hears;
  desk.window = [];
  return true;
})
