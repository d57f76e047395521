// The places of the smallest elements in which one of the words stands, as [left, top, right, bottom] on the page.
// Runs in an isolated world, changes nothing. Returns a JSON string.
((words) => {
  const needles = words.map((word) => word.toLowerCase());
  const holds = (text) => needles.some((needle) => (text || "").toLowerCase().includes(needle));
  const boxes = [];
  const box = (el) => {
    const r = el.getBoundingClientRect();
    boxes.push([r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY]);
  };
  const search = (root) => {
    for (const el of root.querySelectorAll("*")) {
      if (el.shadowRoot) search(el.shadowRoot);
      const own = "value" in el && typeof el.value === "string" ? el.value : "";
      if (holds(own) || holds(el.getAttribute("placeholder")) || holds(el.getAttribute("alt"))) box(el);
      if (holds(el.textContent) && ![...el.children].some((child) => holds(child.textContent))) box(el);
    }
  };
  search(document);
  return JSON.stringify(boxes);
})
