// How an element is named in evidence (auditor/evidence/base.py: Node); wants names.js before it.
  const inert = document.implementation.createHTMLDocument(""); // a copy made here loads no image
  const clip = (text, max) => (text.length > max ? text.slice(0, max) : text);
  const selectorOf = (el) => {
    const parts = [];
    for (let at = el; at && at.nodeType === 1 && parts.length < 8; at = at.parentElement) {
      if (at.id) { parts.unshift(`#${CSS.escape(at.id)}`); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter((c) => c.localName === at.localName) : [at];
      parts.unshift(same.length > 1 ? `${at.localName}:nth-of-type(${same.indexOf(at) + 1})` : at.localName);
      if (at.localName === "body") break;
    }
    return parts.join(" > ");
  };
  const node = (el) => {
    const r = el.getBoundingClientRect();
    return {
      selector: selectorOf(el), tag: el.localName, role: roleFor(el), name: clip(fullName(el) || collapse(inner(el)), 120),
      visible: el.checkVisibility({ opacityProperty: true, visibilityProperty: true }), box: { x: r.left + scrollX, y: r.top + scrollY, width: r.width, height: r.height }, html: clip(inert.importNode(el, false).outerHTML, 200),
    };
  };
