// Controls of which nothing is left when the reader's own colours are forced: no edge, no words, no picture.
(() => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  const plain = (el, pseudo) => {
    const s = getComputedStyle(el, pseudo);
    const edge = ["Top", "Right", "Bottom", "Left"].some((d) => parseFloat(s[`border${d}Width`]) > 0 && !/none|hidden/.test(s[`border${d}Style`]) && !/^rgba\(.*, 0\)$/.test(s[`border${d}Color`]));
    const mask = (s.maskImage || "none") !== "none";
    const words = pseudo && !/^(none|normal|"")$/.test(s.content) && !mask;
    return !edge && !words && (s.outlineStyle === "none" || parseFloat(s.outlineWidth) === 0) && !s.backgroundImage.includes("url(") && s.forcedColorAdjust !== "none";
  };
  const bare = (el) => [undefined, "::before", "::after"].every((p) => plain(el, p));
  const faded = [];
  for (const el of document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=checkbox], [role=radio], [role=switch]")) {
    const r = el.getBoundingClientRect();
    if (!shown(el) || cut(el) || r.width < 8 || r.height < 8 || r.right + scrollX <= 0 || r.bottom + scrollY <= 0) continue;
    const s = getComputedStyle(el);
    if (el.matches("input, select") && s.appearance !== "none" && el.matches("[type=checkbox], [type=radio], [type=range], [type=file], [type=color], select")) continue;
    if (el.innerText && el.innerText.trim()) continue;
    if (/^(INPUT|TEXTAREA)$/.test(el.tagName) && (el.value || el.placeholder) && !el.matches("[type=checkbox], [type=radio]")) continue;
    if (el.querySelector("img, svg, canvas, picture, video") || el.shadowRoot) continue;
    let around = el.parentElement, framed = false;
    for (let i = 0; around && i < 2; i += 1, around = around.parentElement) if (around.getBoundingClientRect().height <= r.height + 24 && !bare(around)) framed = true;
    if (!framed && bare(el) && [...el.querySelectorAll("*")].every(bare)) faded.push(node(el));
    if (faded.length >= 20) break;
  }
  return JSON.stringify(faded);
})
