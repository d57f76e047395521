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
    case "open": return (async () => {
      const options = () => {
        const list = document.getElementById(el.getAttribute("aria-controls") || el.getAttribute("aria-owns") || "");
        const found = [...(list || document).querySelectorAll("[role=option], [role=listbox] li")];
        return found.filter((o) => o.checkVisibility() && o.getBoundingClientRect().height > 0 && o.getAttribute("aria-disabled") !== "true").slice(0, 100);
      };
      const shown = async () => {
        for (let i = 0; i < 8 && !options().length; i++) await new Promise((next) => setTimeout(next, 60));
        return options();
      };
      touch();
      for (const name of ["pointerdown", "mousedown", "pointerup", "mouseup"]) fire(name, name.startsWith("p") ? PointerEvent : MouseEvent);
      el.click();
      let found = await shown();
      if (!found.length && order.value && "value" in el) { el.value = order.value; fire("input", InputEvent); found = await shown(); }
      return JSON.stringify(found.map((o) => (globalThis.__auditorWalk.elements.push(o), { ref: globalThis.__auditorWalk.elements.length - 1, text: (o.textContent || "").trim() })));
    })();
    case "pick":
      for (const name of ["pointerdown", "mousedown", "pointerup", "mouseup"]) fire(name, name.startsWith("p") ? PointerEvent : MouseEvent);
      el.click();
      return "done";
    case "press":
      el.click();
      return "done";
    default:
      return "unknown";
  }
})
