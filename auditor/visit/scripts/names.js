// Role and accessible name, near enough to the browser's own (which takes milliseconds for each element).
  const ROLES = { A: "link", ARTICLE: "article", ASIDE: "complementary", BUTTON: "button", DETAILS: "group", DIALOG: "dialog", FIELDSET: "group", FIGURE: "figure", FOOTER: "contentinfo", FORM: "form", H1: "heading", H2: "heading", H3: "heading", H4: "heading", H5: "heading", H6: "heading", HEADER: "banner", HR: "separator", IFRAME: "Iframe", IMG: "image", LI: "listitem", MAIN: "main", NAV: "navigation", OL: "list", OPTION: "option", OUTPUT: "status", P: "paragraph", PROGRESS: "progressbar", SEARCH: "search", SUMMARY: "DisclosureTriangle", TABLE: "table", TD: "cell", TEXTAREA: "textbox", TH: "columnheader", TR: "row", UL: "list", LABEL: "LabelText", LEGEND: "Legend" };
  const INPUT_ROLES = { checkbox: "checkbox", radio: "radio", button: "button", submit: "button", reset: "button", image: "button", number: "spinbutton", range: "slider", search: "searchbox", color: "ColorWell", date: "Date", "datetime-local": "DateTime", time: "InputTime", file: "button", hidden: "" };
  const collapse = (text) => (text || "").replace(/\s+/g, " ").trim();
  const given = (el) => {
    const ids = (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const root = el.getRootNode();
    const named = root.getElementById ? ids.map((id) => root.getElementById(id)).filter(Boolean) : [];
    return collapse(named.map((n) => inner(n)).join(" ")) || collapse(el.getAttribute("aria-label"));
  };
  const shownText = (el) => !el.checkVisibility || el.checkVisibility({ visibilityProperty: true });
  const inner = (el) => {
    let text = "";
    for (const child of el.childNodes) {
      if (child.nodeType === 3) text += child.data;
      else if (child.nodeType === 1 && !/^(SCRIPT|STYLE|TEMPLATE)$/.test(child.tagName) && child.getAttribute("aria-hidden") !== "true" && shownText(child)) {
        const own = child.getAttribute("aria-label") || (/^(IMG|AREA)$/.test(child.tagName) ? child.getAttribute("alt") : child.tagName === "svg" ? (child.querySelector("title") || {}).textContent : "");
        text += own ? ` ${own} ` : child.tagName === "BR" ? " " : /^(inline|contents)/.test(getComputedStyle(child).display) ? inner(child) : ` ${inner(child)} `;
      }
    }
    return text;
  };
  const BY_TEXT = /^(A|BUTTON|SUMMARY|H[1-6]|LABEL|LEGEND|TH|TD|OPTION|CAPTION|FIGCAPTION)$/;
  const BY_TEXT_ROLE = /^(button|link|checkbox|radio|switch|tab|option|menuitem|menuitemcheckbox|menuitemradio|heading|treeitem|cell|columnheader|rowheader|tooltip)$/;
  const fullName = (el) => {
    const own = given(el);
    if (own) return own;
    const tag = el.tagName, type = el.type || "";
    if (tag === "INPUT" && /^(submit|button|reset)$/.test(type)) return collapse(el.value) || { submit: "Senden", reset: "Zurücksetzen" }[type] || "";
    if (tag === "IMG" || tag === "AREA" || (tag === "INPUT" && type === "image")) return collapse(el.getAttribute("alt")) || collapse(el.title);
    if (tag === "svg") return collapse((el.querySelector("title") || {}).textContent);
    const labels = el.labels && tag !== "BUTTON" ? collapse([...el.labels].map((l) => inner(l)).join(" ")) : "";
    if (labels) return labels;
    if (tag === "FIELDSET" && el.querySelector(":scope > legend")) return collapse(inner(el.querySelector(":scope > legend")));
    if (tag === "TABLE" && el.caption) return collapse(inner(el.caption));
    if (BY_TEXT.test(tag) || BY_TEXT_ROLE.test(el.getAttribute("role") || "")) { const text = collapse(inner(el)); if (text) return text; }
    return collapse(el.getAttribute("title")) || collapse(el.getAttribute("placeholder"));
  };
  const roleFor = (el) => {
    const explicit = (el.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (explicit) return explicit;
    const tag = el.tagName;
    if (tag === "A") return el.hasAttribute("href") ? "link" : "generic";
    if (tag === "INPUT") return el.type in INPUT_ROLES ? INPUT_ROLES[el.type] : el.list ? "combobox" : "textbox";
    if (tag === "SELECT") return el.multiple || el.size > 1 ? "listbox" : "combobox";
    if (/^(HEADER|FOOTER)$/.test(tag) && el.closest("article, aside, main, nav, section")) return "generic";
    if (tag === "SECTION" || tag === "FORM") return given(el) ? (tag === "FORM" ? "form" : "region") : "generic";
    return ROLES[tag] || "generic";
  };
