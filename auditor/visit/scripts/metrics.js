// Page speed from the browser's own buffers; times in ms since navigation start.
(() => new Promise((resolve) => {
  const out = { fcp: null, lcp: null, cls: null, long_tasks: null, load: null };
  const read = (type, use) => { try { new PerformanceObserver((list) => use(list.getEntries())).observe({ type, buffered: true }); } catch { /* not in this browser */ } };
  out.cls = 0; out.long_tasks = 0;
  read("paint", (es) => es.forEach((e) => { if (e.name === "first-contentful-paint") out.fcp = e.startTime; }));
  read("largest-contentful-paint", (es) => es.forEach((e) => { out.lcp = e.startTime; }));
  read("layout-shift", (es) => es.forEach((e) => { if (!e.hadRecentInput) out.cls += e.value; }));
  read("longtask", (es) => es.forEach((e) => { out.long_tasks += e.duration; }));
  const nav = performance.getEntriesByType("navigation")[0];
  if (nav && nav.loadEventEnd) out.load = nav.loadEventEnd;
  setTimeout(() => resolve(JSON.stringify(out)), 60);
}))
