// Names and sizes of what the page keeps in this browser; never the values.
(async () => {
  const out = [];
  const read = (kind, get) => { try { const store = get(); for (let i = 0; i < store.length && i < 200; i++) { const key = store.key(i); out.push({ origin: location.origin, kind, key: key.slice(0, 200), size: (store.getItem(key) || "").length }); } } catch { /* refused here */ } };
  read("local", () => localStorage);
  read("session", () => sessionStorage);
  try { for (const db of await indexedDB.databases()) out.push({ origin: location.origin, kind: "indexeddb", key: String(db.name).slice(0, 200), size: 0 }); } catch { /* refused here */ }
  return JSON.stringify(out);
})
