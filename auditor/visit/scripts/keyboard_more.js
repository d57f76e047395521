// What is tried besides Tab: where the mouse shows more, and dialogs that open. Adds to the desk of keyboard.js.
(() => {
  const desk = globalThis.__auditorKeyboard;
  const REVEALED = 60; // candidates per page
  const flat = (text) => (text || "").replace(/\s+/g, " ").trim();
  const seen = (el) => {
    const r = el.getBoundingClientRect(), s = getComputedStyle(el);
    return r.width > 1 && r.height > 1 && r.right + scrollX > 0 && r.bottom + scrollY > 0 && el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !/^rect\([01](px)?[, ]/.test(s.clip) && !/^inset\((50|100)%/.test(s.clipPath);
  };
  // Visible runs of text, with the element each stands in.
  const runs = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let t = walker.nextNode(); t && found.length < 6000; t = walker.nextNode()) {
      const text = flat(t.data);
      if (text && t.parentElement && seen(t.parentElement)) found.push([text, t.parentElement]);
    }
    return found;
  };
  // Elements over which the mouse may show more: a rule with :hover that styles something else that is hidden now, or a
  // script of their own that listens for the mouse coming over them.
  desk.hovers = (most) => {
    const triggers = new Set();
    const visit = (rules) => {
      for (const rule of rules) {
        if (rule.media && !matchMedia(rule.media.mediaText).matches) continue;
        if (rule.selectorText && rule.selectorText.includes(":hover")) {
          for (const selector of rule.selectorText.split(/,(?![^(]*\))/)) {
            const at = selector.lastIndexOf(":hover");
            if (at < 0 || /[(]\s*[^)]*:hover/.test(selector)) continue;
            const rest = selector.slice(at + 6);
            const compound = rest.match(/^[^\s>+~]*/)[0];
            const trigger = (selector.slice(0, at) + compound).replace(/:hover/g, "").trim();
            const subject = selector.replace(/:hover/g, "").trim();
            if (!trigger || rest === compound || /::?(before|after)/.test(subject)) continue;
            try {
              for (const el of [...document.querySelectorAll(subject)].slice(0, 20)) {
                if (seen(el) || flat(el.textContent).length < 3) continue;
                const own = el.parentElement && el.parentElement.closest(trigger);
                const before = [...(el.parentElement ? el.parentElement.children : [])].find((c) => c !== el && c.matches(trigger) && c.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING);
                if (own || before) triggers.add(/^\s*[+~]/.test(rest.slice(compound.length)) ? before || own : own || before);
              }
            } catch { /* a selector of another browser */ }
          }
        }
        if (rule.cssRules && triggers.size < REVEALED) visit(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) { try { visit(sheet.cssRules); } catch { /* of another origin */ } }
    for (const el of desk.all()) {
      const r = el.getBoundingClientRect();
      if (triggers.size < REVEALED && desk.hears(el, ["mouseenter", "mouseover", "pointerenter", "pointerover"]) && r.width * r.height < innerWidth * innerHeight * 0.4 && !/^(body|html|main|form)$/.test(el.localName)) triggers.add(el);
    }
    return JSON.stringify([...triggers].filter((el) => desk.shown(el)).slice(0, most).map((el) => ({ index: desk.register(el), node: desk.node(el), restless: Boolean(el.closest("video, audio, [class*=player], [class*=carousel], [class*=slider], [class*=swiper], [class*=slick], [class*=map], [class*=leaflet]")) })));
  };
  desk.aim = (index) => {
    const el = desk.elements[index];
    if (!el || !el.isConnected) return JSON.stringify(null);
    el.scrollIntoView({ block: "center", behavior: "instant" });
    const r = el.getBoundingClientRect();
    for (const [x, y] of [[r.left + r.width / 2, r.top + r.height / 2], [r.left + 4, r.top + r.height / 2], [r.left + r.width / 2, r.top + 4]]) {
      const hit = document.elementFromPoint(x, y);
      if (hit && desk.within(hit, el)) return JSON.stringify([x, y]);
    }
    return JSON.stringify(null);
  };
  desk.remember = () => { desk.before = new Map(); for (const [t] of runs()) desk.before.set(t, (desk.before.get(t) || 0) + 1); return true; };
  desk.news = () => { // text that was not seen when last remembered
    const left = new Map(desk.before), found = [], links = new Set();
    for (const [t, el] of runs()) {
      if (left.get(t)) { left.set(t, left.get(t) - 1); continue; }
      found.push([t, el]);
      const link = el.closest("a[href]");
      if (link) links.add(link);
    }
    desk.latest = found.map(([, el]) => el);
    return JSON.stringify({ texts: found.map(([t]) => t), links: links.size, elsewhere: found.length > 0 && found.every(([t]) => desk.before.has(t)) });
  };
  desk.towards = (x, y) => { // the nearest spot of what appeared
    const boxes = (desk.latest || []).map((el) => el.getBoundingClientRect()).filter((r) => r.width > 8 && r.height > 8);
    if (!boxes.length) return JSON.stringify(null);
    const spots = boxes.map((r) => [Math.min(Math.max(x, r.left + 3), r.right - 3), Math.min(Math.max(y, r.top + 3), r.bottom - 3)]);
    return JSON.stringify(spots.sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y))[0]);
  };
  desk.ways = (index) => { // what can have the focus there, or speaks of what appears
    const el = desk.elements[index];
    const label = el.closest("label");
    const described = [...document.querySelectorAll("[aria-describedby], [aria-details], [aria-controls]")].filter((d) => ["aria-describedby", "aria-details", "aria-controls"].some((a) => (d.getAttribute(a) || "").split(/\s+/).some((id) => id && (desk.latest || []).some((n) => n.closest(`#${CSS.escape(id)}`)))));
    let above = el;
    while (above && !desk.focusable(above)) above = above.parentElement;
    const found = [above, ...[...el.querySelectorAll("*")].filter((c) => desk.focusable(c)), label && label.control, ...described].filter(Boolean);
    const near = [...found, ...(el.parentElement ? [...el.parentElement.children] : [])];
    const toggle = near.some((n) => n.matches("summary, [aria-expanded], [aria-haspopup], [popovertarget], [data-toggle], [data-bs-toggle]") || (n.matches("button, [role=button]") && desk.hears(n, ["click"])));
    return JSON.stringify({ ways: [...new Set(found)].slice(0, 3).map(desk.register), toggle });
  };

  // -- dialogs
  const LAYERS = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true], [popover]";
  const NAMED = /(^|[-_ ])(modal|lightbox|dialog|overlay|popup|layer)/i;
  const layers = () => desk.all().filter((el) => {
    if (!seen(el)) return false;
    if (el.matches(LAYERS)) return true;
    return NAMED.test(`${el.getAttribute("class") || ""} ${el.id}`) && /^(fixed|absolute)$/.test(getComputedStyle(el).position) && flat(el.textContent).length > 3;
  });
  desk.openers = (words) => {
    const says = new RegExp(words, "i");
    const leads = (el) => {
      const id = el.getAttribute("aria-controls") || el.getAttribute("commandfor") || (el.getAttribute("data-bs-target") || el.getAttribute("data-target") || el.getAttribute("href") || "").replace(/^#/, "");
      const goal = id && document.getElementById(id);
      return Boolean(goal && (goal.matches(`dialog, ${LAYERS}`) || NAMED.test(goal.getAttribute("class") || "")) && !seen(goal));
    };
    const found = desk.all().filter((el) => {
      if (!el.matches("button, a[href^='#'], [role=button]") || el.closest("form, dialog[open], [role=dialog]") || el.form || !desk.focusable(el) || !desk.shown(el) || el.matches("[aria-expanded=true]")) return false;
      if (el.localName === "a" && /^#[/!]/.test(el.getAttribute("href"))) return false;
      return el.matches("[aria-haspopup=dialog], [data-bs-toggle=modal], [data-toggle=modal], [command=show-modal]") || leads(el) || (desk.hears(el, ["click"]) && says.test(desk.words(el)));
    });
    return JSON.stringify(found.slice(0, 6).map((el) => ({ index: desk.register(el), node: desk.node(el) })));
  };
  desk.note = () => { desk.known = new Set(layers()); return true; };
  desk.layer = (words) => {
    const fresh = layers().filter((el) => !desk.known.has(el));
    const el = fresh.find((f) => f.matches(LAYERS)) || fresh[fresh.length - 1];
    if (!el) return JSON.stringify(null);
    const closing = new RegExp(words, "i");
    const closers = [...el.querySelectorAll("*")].filter((c) => seen(c) && flat(c.textContent).length < 40 && (c.matches("button, a, [role=button], [onclick]") || desk.hears(c, ["click"]) || getComputedStyle(c).cursor === "pointer") && (closing.test(desk.words(c)) || closing.test(c.getAttribute("title") || "")));
    const closer = closers.find((c) => desk.focusable(c)) || closers[0];
    const wide = fresh.concat([...document.querySelectorAll("[class*=backdrop], [class*=overlay]")]).some((f) => { const r = f.getBoundingClientRect(); return seen(f) && getComputedStyle(f).position === "fixed" && r.width >= innerWidth * 0.95 && r.height >= innerHeight * 0.95; });
    const focusables = [...el.querySelectorAll("*")].filter((c) => desk.focusable(c)).length;
    return JSON.stringify({ index: desk.register(el), node: desk.node(el), role_given: el.matches(LAYERS), modal: el.matches(":modal, [aria-modal=true]") || wide, closer: closer ? { index: desk.register(closer), node: desk.node(closer), focusable: desk.focusable(closer) } : null, focusables });
  };
  desk.open = (index) => { const el = desk.elements[index]; return Boolean(el && el.isConnected && seen(el)); };
  desk.inside = (index) => { const el = desk.elements[index]; return Boolean(el && desk.within(desk.active(), el)); };
  desk.shut = (layer, closer) => {
    const button = desk.elements[closer];
    if (button) button.click();
    const el = desk.elements[layer];
    if (el && el.isConnected && el.matches("dialog[open]")) el.close();
    return true;
  };
  desk.address = (url) => { if (location.href !== url) history.replaceState(history.state, "", url); return true; };
  return true;
})
