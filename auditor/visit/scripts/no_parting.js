// What a page sends in its last moment passes by every interception of requests; so it does not learn that it is left.
// Runs before the page's own scripts, in every frame.
(() => {
  for (const name of ["pagehide", "unload", "beforeunload", "visibilitychange", "freeze"])
    window.addEventListener(name, (event) => event.stopImmediatePropagation(), true);
  if ("fetchLater" in window) Object.defineProperty(window, "fetchLater", { value: undefined });
})()
