// What a form asks and offers in its present state. Runs in an isolated world, changes nothing but our own register.
// Returns a JSON string; elements are kept in the register so that walk_act.js can find them again.
((limits) => {
  const clip = (text, max) => (text.length > max ? text.slice(0, max) : text);
  const flat = (text) => (text || "").replace(/[\s ]+/g, " ").trim();
  const attribute = (el, name) => el.getAttribute(name) || "";
  const register = (globalThis.__auditorWalk = { elements: [] });
  const keep = (el) => register.elements.push(el) - 1;
  const shown = (el) => {
    const r = el.getBoundingClientRect();
    return el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && (r.width > 1 || r.height > 1);
  };
  // radio buttons and check boxes are often drawn by their label, the input itself being clipped away
  const usable = (el) => {
    if (shown(el)) return true;
    if (!["radio", "checkbox", "file"].includes(el.type)) return false;
    const display = getComputedStyle(el).display;
    return display !== "none" && [...(el.labels || [])].some(shown) && !el.closest("[hidden], [aria-hidden=true]");
  };
  const all = [];
  const collect = (root) => {
    for (const el of root.children) {
      if (all.length >= limits.nodes) return;
      all.push(el);
      if (el.shadowRoot) collect(el.shadowRoot);
      collect(el);
    }
  };
  if (document.documentElement) collect(document.documentElement);
  const FURNITURE = "header, footer, nav, aside, search, [role=banner], [role=contentinfo], [role=navigation], [role=complementary], [role=search]";
  const furniture = (el) => {
    const at = el.closest(FURNITURE);
    if (!at) return false;
    if (at.matches("search, [role=search]")) return true;
    const form = el.closest("form");
    if (form && at.closest("form") === form) return false; // a footer within the form is part of it
    return !at.closest("main, article, section, dialog, [role=main], [role=dialog]") || at.matches("nav, aside, [role=navigation], [role=complementary]");
  };
  const byIds = (el, name) => attribute(el, name).split(/\s+/).map((id) => id && el.getRootNode().getElementById && el.getRootNode().getElementById(id)).filter(Boolean).map((e) => flat(e.textContent)).join(" ");
  const ownText = (el) => flat(el.innerText || el.textContent);
  const nameOf = (el) => flat(byIds(el, "aria-labelledby") || attribute(el, "aria-label") || (typeof el.computedName === "string" ? el.computedName : "") || ownText(el) || attribute(el, "alt") || attribute(el, "title"));
  // text beside a field without a label: same cell, the cell before, the element before
  const beside = (el) => {
    const own = el.parentElement ? flat([...el.parentElement.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" ")) : "";
    if (own) return own;
    const cell = el.closest("td, dd");
    const before = (cell && cell.previousElementSibling) || el.previousElementSibling;
    return before && !before.querySelector("input, select, textarea") && !before.matches("input, select, textarea") ? flat(before.textContent) : "";
  };
  const labelOf = (el) => {
    const labels = [...(el.labels || [])].map((l) => flat(l.textContent)).filter(Boolean).join(" ");
    return clip(byIds(el, "aria-labelledby") || attribute(el, "aria-label") || labels || attribute(el, "title") || attribute(el, "placeholder") || beside(el), 300);
  };
  const groupOf = (el) => {
    const set = el.closest("fieldset");
    const legend = set && [...set.children].find((c) => c.tagName === "LEGEND");
    if (legend && flat(legend.textContent)) return clip(flat(legend.textContent), 300);
    const group = el.closest("[role=group], [role=radiogroup]");
    return group ? clip(nameOf(group), 300) : "";
  };
  const forms = all.filter((el) => el.tagName === "FORM");
  const formOf = (el) => { const form = el.form || el.closest("form"); return form ? forms.indexOf(form) : -1; };
  const REQUIRED = /\*|\bpflicht|\berforderlich|\brequired\b|\bmandatory\b/i;
  const selectorOf = (el) => {
    if (el.id) return `#${CSS.escape(el.id)}`;
    const name = attribute(el, "name");
    if (name) return `${el.localName}[name="${CSS.escape(name)}"]`;
    const same = el.parentElement ? [...el.parentElement.children].filter((c) => c.localName === el.localName) : [el];
    const up = el.parentElement && el.parentElement !== document.body ? `${selectorOf(el.parentElement)} > ` : "";
    return `${up}${el.localName}${same.length > 1 ? `:nth-of-type(${same.indexOf(el) + 1})` : ""}`;
  };
  const errorNear = (el) => {
    const told = [byIds(el, "aria-errormessage"), attribute(el, "aria-invalid") === "true" ? byIds(el, "aria-describedby") : ""].filter(Boolean).join(" ");
    if (told) return clip(told, 300);
    const box = el.closest("fieldset, .field, .feld, .form-group, .form-row, [class*=error], [class*=fehler]");
    const found = box && [...box.querySelectorAll("[class*=error], [class*=fehler], [class*=invalid-feedback], [role=alert]")].find((e) => e !== el && !e.contains(el) && shown(e) && flat(e.textContent));
    return found ? clip(flat(found.textContent), 300) : "";
  };
  const fields = [];
  for (const el of all) {
    const tag = el.tagName;
    const role = attribute(el, "role");
    const native = tag === "SELECT" || tag === "TEXTAREA" || (tag === "INPUT" && !["hidden", "submit", "button", "image", "reset"].includes(el.type));
    const custom = !native && (["combobox", "textbox", "radio", "checkbox", "switch", "spinbutton"].includes(role) || (el.isContentEditable && el.hasAttribute("contenteditable")));
    if ((!native && !custom) || fields.length >= limits.fields || furniture(el)) continue;
    const type = native ? (tag === "INPUT" && (role === "combobox" || attribute(el, "aria-haspopup") === "listbox") ? "aria-combobox" : tag === "INPUT" ? el.type : tag.toLowerCase()) : role && role !== "textbox" ? `aria-${role}` : "aria-textbox";
    const label = labelOf(el) || (custom ? ownText(el) : "");
    const group = groupOf(el);
    fields.push({
      ref: keep(el), kind: type, label, group, name: attribute(el, "name"), id: el.id || "", selector: clip(selectorOf(el), 300), form: formOf(el),
      placeholder: attribute(el, "placeholder"), hint: clip(byIds(el, "aria-describedby"), 300), autocomplete: attribute(el, "autocomplete"),
      pattern: attribute(el, "pattern"), min: attribute(el, "min"), max: attribute(el, "max"), step: attribute(el, "step"), minlength: el.minLength > 0 ? el.minLength : 0, maxlength: el.maxLength > 0 ? el.maxLength : 0,
      inputmode: attribute(el, "inputmode"), accept: attribute(el, "accept"), required: Boolean(el.required) || attribute(el, "aria-required") === "true" || (el.closest("[role=radiogroup]") ? attribute(el.closest("[role=radiogroup]"), "aria-required") === "true" : false),
      marked: REQUIRED.test(`${label} ${[...(el.labels || [])].map((l) => l.textContent).join(" ")} ${["radio", "checkbox"].includes(el.type) ? group : ""}`),
      value: type === "password" ? "" : native && typeof el.value === "string" ? clip(el.value, 200) : "", checked: Boolean(el.checked) || attribute(el, "aria-checked") === "true",
      usable: usable(el), disabled: el.matches(":disabled") || attribute(el, "aria-disabled") === "true" || Boolean(el.readOnly),
      options: tag === "SELECT" ? [...el.options].slice(0, 200).map((o) => ({ text: clip(flat(o.textContent), 120), value: clip(o.value, 200), disabled: o.disabled || Boolean(o.closest("optgroup:disabled")) })) : [],
      chosen: tag === "SELECT" ? el.selectedIndex : -1, files: el.files ? el.files.length : 0,
      invalid: attribute(el, "aria-invalid") === "true" || /(^|[-_ ])(is-invalid|error|fehler|invalid|has-error)([-_ ]|$)/i.test(attribute(el, "class")), refused: native && el.willValidate && !el.validity.valid && Boolean(el.form) && !el.form.noValidate, message: native && el.validationMessage ? clip(el.validationMessage, 200) : "", error: errorNear(el),
    });
  }
  const buttons = [];
  const clickable = (el) => {
    const tag = el.tagName;
    if (tag === "BUTTON" || (tag === "INPUT" && ["submit", "button", "image", "reset"].includes(el.type))) return tag === "INPUT" ? el.type : el.type;
    if ((tag === "A" || tag === "AREA") && (el.hasAttribute("href") || el.hasAttribute("onclick"))) return "link";
    if (["button", "link"].includes(attribute(el, "role"))) return "role";
    if (el.hasAttribute("onclick") && !["BODY", "HTML", "FORM", "LABEL", "INPUT", "SELECT", "TEXTAREA"].includes(tag)) return "script";
    if (["DIV", "SPAN", "IMG"].includes(tag) && getComputedStyle(el).cursor === "pointer" && flat(el.textContent || attribute(el, "alt")).length <= 60 && !el.closest("a, button, label, [role=button], [onclick]") && !(el.parentElement && getComputedStyle(el.parentElement).cursor === "pointer")) return "script";
    return "";
  };
  for (const el of all) {
    const kind = clickable(el);
    if (!kind || buttons.length >= limits.buttons || furniture(el)) continue;
    const label = el.tagName === "INPUT" ? flat(attribute(el, "aria-label") || attribute(el, "value") || attribute(el, "alt") || attribute(el, "title") || (el.type === "submit" ? "Senden" : "")) : nameOf(el) || flat([...el.querySelectorAll("img")].map((i) => i.alt).join(" "));
    const form = el.form || el.closest("form");
    const picture = el.type === "image" || (!label && el.querySelector("img, svg")) ? attribute(el.type === "image" ? el : el.querySelector("img") || el, "src") : "";
    buttons.push({
      ref: keep(el), kind, label: clip(label, 240), name: attribute(el, "name"), value: clip(attribute(el, "value"), 120), title: attribute(el, "title"), selector: clip(selectorOf(el), 300), form: formOf(el),
      target: clip(attribute(el, "formaction") || (el.tagName === "A" ? attribute(el, "href") : "") || (form && (kind === "submit" || kind === "image" || kind === "script") ? attribute(form, "action") : ""), 500),
      method: kind === "link" ? "get" : (attribute(el, "formmethod") || (form ? attribute(form, "method") : "") || "get").toLowerCase(),
      script: clip(attribute(el, "onclick") + " " + (form ? attribute(form, "onsubmit") : ""), 400).trim(), picture: clip(picture, 300), window: attribute(el, "target") || (form && kind !== "link" ? attribute(form, "target") : ""),
      shown: shown(el), disabled: el.matches(":disabled") || attribute(el, "aria-disabled") === "true",
      dialog: Boolean(el.closest("dialog, [role=dialog], [role=alertdialog], [aria-modal=true]")), download: el.hasAttribute("download"),
    });
  }
  const hidden = forms.map((form) => [...form.elements].filter((e) => e.type === "hidden" && e.name).slice(0, 60).map((e) => clip(`${e.name}=${e.value}`, 80)));
  // steppers: a list one item of which is the present one
  const NOW = /(^|[-_ ])(active|aktiv|current|aktuell|jetzt|is-active|selected)([-_ ]|$)/i;
  const steppers = [];
  for (const list of all.filter((el) => ["OL", "UL"].includes(el.tagName) || attribute(el, "role") === "list")) {
    const items = [...list.children].filter((c) => c.tagName === "LI" || attribute(c, "role") === "listitem");
    if (items.length < 2 || items.length > 25 || !shown(list)) continue;
    const at = items.findIndex((i) => attribute(i, "aria-current") === "step" || i.querySelector("[aria-current=step]"));
    const guess = at < 0 && /step|schritt|progress|fortschritt|wizard/i.test(`${attribute(list, "class")} ${list.id} ${list.parentElement ? attribute(list.parentElement, "class") : ""}`) ? items.findIndex((i) => NOW.test(attribute(i, "class"))) : at;
    if (guess >= 0) steppers.push({ index: guess, names: items.map((i) => clip(flat(i.textContent), 80)) });
  }
  const bars = all.filter((el) => (attribute(el, "role") === "progressbar" || el.tagName === "PROGRESS") && shown(el)).map((el) => ({ now: Number(el.tagName === "PROGRESS" ? el.value : attribute(el, "aria-valuenow") || NaN), max: Number(el.tagName === "PROGRESS" ? el.max : attribute(el, "aria-valuemax") || 100), text: clip(attribute(el, "aria-valuetext"), 120) })).filter((b) => !Number.isNaN(b.now));
  const alerts = all.filter((el) => (["alert"].includes(attribute(el, "role")) || /(^|[-_ ])(error-?summary|fehlerliste|errors?|fehler|alert-danger|validation-summary|govuk-error-summary|errorlist|fehlermeldung|fehlertext|error-message)([-_ ]|$)/i.test(attribute(el, "class"))) && shown(el) && flat(el.textContent) && !["INPUT", "SELECT", "TEXTAREA", "FORM", "BODY", "HTML", "MAIN"].includes(el.tagName)).slice(0, 20).map((el) => clip(flat(el.textContent), 400));
  const marks = [...new Set(all.flatMap((el) => {
    const words = `${el.id} ${attribute(el, "class")} ${el.localName} ${el.tagName === "IFRAME" || el.tagName === "IMG" || el.tagName === "SCRIPT" ? attribute(el, "src") : ""}`.toLowerCase();
    const found = [];
    if (/captcha|cf-turnstile|altcha/.test(words) && (el.tagName !== "SCRIPT") && (shown(el) || el.tagName === "IFRAME")) found.push("captcha");
    if (el.tagName === "CANVAS" && /sign|unterschrift/.test(`${words} ${attribute(el, "aria-label").toLowerCase()} ${el.parentElement ? flat(el.parentElement.textContent).toLowerCase().slice(0, 200) : ""}`) && shown(el)) found.push("signature");
    return found;
  }))];
  const headings = all.filter((el) => (/^H[1-6]$/.test(el.tagName) || attribute(el, "role") === "heading" || el.tagName === "LEGEND") && shown(el) && !furniture(el)).slice(0, 60).map((el) => clip(flat(el.textContent), 200));
  const lines = (document.body ? document.body.innerText : "").split(/\n+/).map(flat).filter(Boolean).slice(0, 600).map((l) => clip(l, 400));
  return JSON.stringify({ url: location.href, title: clip(document.title, 300), fields, buttons, hidden, steppers, bars, alerts, marks, headings, lines });
})
