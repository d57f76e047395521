// Runs axe-core in this frame alone and returns what we need of its answer as one JSON string.
// All rules run, the experimental ones too; which of them count is the rulebook's business.
(async (limit) => {
  /* names.js */
  const rules = {};
  for (const rule of axe.getRules()) rules[rule.ruleId] = { enabled: true };
  rules["frame-tested"] = { enabled: false };
  const deadline = new Promise((_, refuse) => setTimeout(() => refuse(new Error("axe took too long")), limit));
  const result = await Promise.race([axe.run(document, {
    rules, iframes: false, elementRef: true, resultTypes: ["violations", "incomplete"], preload: { assets: ["cssom"], timeout: 2000 }, performanceTimer: false,
  }), deadline]);
  const clip = (text, max) => (text && text.length > max ? text.slice(0, max) : text || "");
  const flat = (target) => target.map((part) => (Array.isArray(part) ? part.join(" >>> ") : String(part)));
  const nodeOf = (node) => {
    const el = node.element;
    const r = el && el.getBoundingClientRect ? el.getBoundingClientRect() : null;
    return {
      target: flat(node.target), html: clip(node.html, 300), summary: clip((node.failureSummary || "").replace(/\s+/g, " "), 500), impact: node.impact || "",
      role: el ? roleFor(el) : "", name: el ? clip(fullName(el), 120) : "",
      text: el && el.childNodes ? clip([...el.childNodes].filter((c) => c.nodeType === 3).map((c) => c.data).join(" ").replace(/\s+/g, " ").trim(), 80) : null,
      box: r && (r.width || r.height) ? { x: r.left + scrollX, y: r.top + scrollY, width: r.width, height: r.height } : null,
    };
  };
  const ruleOf = (rule) => ({ id: rule.id, impact: rule.impact || "", nodes: rule.nodes.slice(0, 200).map(nodeOf) });
  return JSON.stringify({
    version: axe.version, violations: result.violations.map(ruleOf), incomplete: result.incomplete.map(ruleOf),
    passes: result.passes.map((r) => r.id).sort(), inapplicable: result.inapplicable.map((r) => r.id).sort(),
  });
})
