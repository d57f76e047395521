// Does one thing to one element that walk_look.js has registered. Values are set as the browser sets them, followed by
// the events a keyboard would cause; scripts of the page see nothing of our world.
((order) => {
  const el = globalThis.__auditorWalk && globalThis.__auditorWalk.elements[order.ref];
  if (!el || !el.isConnected) return "gone";
  const fire = (name, kind = Event) => el.dispatchEvent(new kind(name, { bubbles: true, composed: true, cancelable: name !== "change" }));
  const touch = () => { el.focus({ preventScroll: true }); };
  switch (order.act) {
    case "type":
      touch();
      if (el.isContentEditable) el.textContent = order.value; else el.value = order.value;
      fire("input", InputEvent); fire("change"); el.dispatchEvent(new FocusEvent("blur")); el.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
      return String(el.isContentEditable ? el.textContent : el.value) === "" && order.value ? "refused" : "done";
    case "choose":
      touch(); el.selectedIndex = order.index; fire("input"); fire("change"); el.dispatchEvent(new FocusEvent("blur"));
      return el.selectedIndex === order.index ? "done" : "refused";
    case "tick":
      if (!(el.checked || el.getAttribute("aria-checked") === "true")) el.click();
      return el.checked || el.getAttribute("aria-checked") === "true" ? "done" : "refused";
    case "attach": {
      const bytes = Uint8Array.from(atob(order.data), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], order.name, { type: order.type, lastModified: 0 }));
      el.files = transfer.files; fire("input"); fire("change");
      return el.files.length ? "done" : "refused";
    }
    case "open": {
      touch(); el.click();
      const list = document.getElementById(el.getAttribute("aria-controls") || el.getAttribute("aria-owns") || "") || document.querySelector("[role=listbox]");
      return JSON.stringify(list ? [...list.querySelectorAll("[role=option]")].slice(0, 100).map((o) => (globalThis.__auditorWalk.elements.push(o), { ref: globalThis.__auditorWalk.elements.length - 1, text: (o.textContent || "").trim() })) : []);
    }
    case "press":
      el.click();
      return "done";
    default:
      return "unknown";
  }
})
