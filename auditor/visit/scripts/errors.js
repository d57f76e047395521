// What is new on a page after a press, and which field it belongs to. Runs in an isolated world, changes nothing.
// Called with null it only lists the texts that stand there; called with that list it tells what has come since.
((before) => {
  /* names.js */
  const clip = (text, max) => (text.length > max ? text.slice(0, max) : text);
  const attribute = (el, name) => el.getAttribute(name) || "";
  const inert = document.implementation.createHTMLDocument("");
  const SKIP = /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TEXTAREA|OPTION|OPTGROUP|SELECT|IFRAME|OBJECT|CANVAS|VIDEO|AUDIO|svg)$/;
  const MOST = 20000;
  const elements = [];
  const collect = (root) => {
    for (const el of root.children) {
      if (elements.length >= MOST) return;
      elements.push(el);
      if (el.shadowRoot) collect(el.shadowRoot);
      collect(el);
    }
  };
  if (document.body) collect(document.body);
  const rendered = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const visible = (el) => {
    const r = el.getBoundingClientRect();
    return rendered(el) && r.width > 1 && r.height > 1;
  };
  const texts = []; // text nodes that are there for somebody: [parent, text]
  for (const el of elements) {
    if (SKIP.test(el.tagName) || !rendered(el)) continue;
    for (const child of el.childNodes) {
      const text = child.nodeType === 3 ? collapse(child.data) : "";
      if (text) texts.push([el, text]);
    }
  }
  const origin = String(performance.timeOrigin);
  const head = { title: clip(document.title, 300), origin };
  if (before === null) return JSON.stringify({ ...head, texts: texts.map(([, text]) => clip(text, 300)) });

  const old = new Set(before);
  const isOld = ([, text]) => old.has(clip(text, 300));
  const stale = texts.filter(isOld).map(([el]) => el);
  // what is taken out of the flow counts as a block to the browser, a word for listeners still belongs to its sentence
  const inline = (el) => {
    const style = getComputedStyle(el);
    return /^(inline|contents)/.test(style.display) || (/^(SPAN|B|STRONG|EM|I|A|SMALL)$/.test(el.tagName) && /^(absolute|fixed)$/.test(style.position));
  };
  // the largest element around a new text that holds nothing else than new text, up to its paragraph
  const unitOf = (el) => {
    let unit = el;
    while (inline(unit) && unit.parentElement && !stale.some((s) => unit.parentElement.contains(s))) unit = unit.parentElement;
    return unit;
  };
  const fresh = texts.filter((t) => !isOld(t));
  const units = new Map();
  for (const [el, text] of fresh) {
    const unit = stale.includes(el) ? el : unitOf(el);
    units.set(unit, `${units.get(unit) || ""} ${text}`);
  }
  const unique = (root, selector) => {
    try { return root.querySelectorAll(selector).length === 1; } catch { return false; }
  };
  const selectorOf = (el) => {
    const root = el.getRootNode();
    const parts = [];
    for (let at = el; at && at.nodeType === 1 && parts.length < 13; at = at.parentElement) {
      if (at.id && unique(root, `#${CSS.escape(at.id)}`)) { parts.unshift(`#${CSS.escape(at.id)}`); break; }
      const tag = at.localName;
      if (/^(body|html|main)$/.test(tag)) { parts.unshift(tag); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter((c) => c.localName === tag) : [at];
      parts.unshift(same.length > 1 ? `${CSS.escape(tag)}:nth-of-type(${same.indexOf(at) + 1})` : CSS.escape(tag));
    }
    return parts.join(" > ");
  };
  const box = (el) => {
    const r = el.getBoundingClientRect();
    const round = (n) => Math.round(n * 10) / 10;
    return r.width || r.height ? { x: round(r.left + scrollX), y: round(r.top + scrollY), width: round(r.width), height: round(r.height) } : null;
  };
  const node = (el) => ({ selector: selectorOf(el), tag: el.localName, role: roleFor(el), name: clip(fullName(el), 300), visible: visible(el), box: box(el), html: clip(inert.importNode(el, false).outerHTML, 240) });

  const native = (el) => /^(SELECT|TEXTAREA)$/.test(el.tagName) || (el.tagName === "INPUT" && !/^(hidden|submit|button|image|reset)$/.test(el.type));
  const custom = (el) => /^(combobox|textbox|radio|checkbox|switch|spinbutton|radiogroup)$/.test(attribute(el, "role"));
  const controls = elements.filter((el) => native(el) || custom(el)).slice(0, 300);
  const byIds = (el, name) => attribute(el, name).split(/\s+/).map((id) => id && el.getRootNode().getElementById && el.getRootNode().getElementById(id)).filter(Boolean);
  const setOf = (el) => el.closest("fieldset, [role=radiogroup], [role=group]");
  const legendOf = (set) => (set ? [...set.children].find((c) => c.tagName === "LEGEND") : null);
  // everything that is read out with a field
  const describing = (el) => [el, setOf(el)].filter(Boolean).flatMap((e) => [...byIds(e, "aria-describedby"), ...byIds(e, "aria-errormessage")]);
  const speaking = (el) => [...describing(el), ...byIds(el, "aria-labelledby"), ...(el.labels || []), ...(setOf(el) ? byIds(setOf(el), "aria-labelledby") : []), legendOf(setOf(el))].filter(Boolean);
  const spoken = controls.map(speaking);
  const WRONG = /(^|[-_ ])(is-invalid|error|fehler|invalid|has-error|ng-invalid-touched)([-_ ]|$)/i;
  const fields = controls.map((el) => ({
    ...node(el), kind: native(el) ? (el.tagName === "INPUT" ? el.type : el.tagName.toLowerCase()) : "custom", field: attribute(el, "name") || el.id || "", label: clip(fullName(el), 300),
    group: setOf(el) ? clip(legendOf(setOf(el)) ? collapse(legendOf(setOf(el)).textContent) : fullName(setOf(el)), 300) : "",
    value: el.type === "password" || typeof el.value !== "string" ? "" : clip(el.value, 200), checked: Boolean(el.checked) || attribute(el, "aria-checked") === "true",
    required: Boolean(el.required) || attribute(el, "aria-required") === "true", invalid: attribute(el, "aria-invalid") === "true" || Boolean(setOf(el) && attribute(setOf(el), "aria-invalid") === "true"),
    looks_wrong: WRONG.test(attribute(el, "class")), refused: Boolean(native(el) && el.willValidate && el.form && !el.form.noValidate && !el.validity.valid),
    described: clip(describing(el).map((s) => collapse(s.textContent)).join(" "), 600),
  }));
  const live = (el) => {
    const region = el.closest("[aria-live], [role=alert], [role=status], [role=log], [role=alertdialog], output");
    return Boolean(region) && attribute(region, "aria-live") !== "off";
  };
  const target = (link) => {
    const id = decodeURIComponent((link.hash || "").slice(1));
    const aim = id && document.getElementById(id);
    return aim ? controls.findIndex((c) => c === aim || aim.contains(c)) : -1;
  };
  const linksOf = (el) => [...(el.closest("a[href]") ? [el.closest("a[href]")] : []), ...el.querySelectorAll("a[href]")].filter((a) => attribute(a, "href").includes("#"));
  const told = [...units].slice(0, 200).map(([el, text]) => ({
    ...node(el), text: clip(collapse(text), 600), live: live(el),
    fields: spoken.flatMap((around, index) => (around.some((s) => s.contains(el)) ? [index] : [])),
    leads_to: [...new Set(linksOf(el).map(target).filter((i) => i >= 0))],
  }));
  let focus = document.activeElement;
  while (focus && focus.shadowRoot && focus.shadowRoot.activeElement) focus = focus.shadowRoot.activeElement;
  const nowhere = !focus || focus === document.body || focus === document.documentElement;
  const onField = nowhere ? -1 : controls.indexOf(focus);
  return JSON.stringify({
    ...head, texts: told, fields, focus: nowhere ? null : node(focus),
    live_regions: elements.filter((el) => el.matches("[aria-live=polite], [aria-live=assertive], [role=alert], [role=status], [role=log], output")).length,
    focus_on_text: !nowhere && onField < 0 && [...units.keys()].some((el) => focus.contains(el)), focus_on_field: onField < 0 ? null : onField,
  });
})
