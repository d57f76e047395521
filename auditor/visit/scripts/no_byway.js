// Ways out of a page that pass by the interception of requests are closed while forms are filled. A page is not told
// that the browser was cut off either: it would put its message aside instead of trying to send it.
// Runs before the page's own scripts, in every frame.
(() => {
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport", "SharedWorker"])
    if (name in window) Object.defineProperty(window, name, { value: undefined });
  for (const name of ["online", "offline"])
    window.addEventListener(name, (event) => event.stopImmediatePropagation(), true);
  Object.defineProperty(Navigator.prototype, "onLine", { get: () => true });
  // what speculation rules load is seen by no interception; gone before the browser acts on them
  const rules = "script[type=speculationrules i]";
  const watch = (root) => new MutationObserver(() => root.querySelectorAll(rules).forEach((el) => el.remove())).observe(root, { childList: true, subtree: true });
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    watch(root);
    return root;
  };
})()
