// What moves by itself: animations of style, carousels and pictures that may be animated. Changes nothing.
// "list" names them; "mark" notes what a carousel shows and "marked" how often that has changed since.
((command, limits) => {
  /* names.js */
  /* nodes.js */
  /* shown.js */
  const VISIBLE = /^(transform|translate|rotate|scale|left|right|top|bottom|margin.*|opacity|visibility|background.*|color|offset[A-Z].*|width|height|clipPath|textIndent|filter|strokeDashoffset|boxShadow|borderColor|outlineColor)$/;
  const big = (r) => r.width >= 4 && r.height >= 4 && r.right + scrollX > 0 && r.bottom + scrollY > 0;
  const wordsIn = (el) => /\p{L}{2}/u.test(collapse(el.textContent));
  const CAROUSEL = "[class*=carousel i], [class*=slider i], [class*=slideshow i], [class*=swiper i], [class*=splide i], [class*=glide i], [class*=flickity i], [class*=owl- i], [class*=ticker i], [class*=rotator i], [aria-roledescription*=carousel i], [aria-roledescription*=karussell i]";
  const carousels = () => {
    const found = [...document.querySelectorAll(CAROUSEL)].filter((el) => shown(el) && big(el.getBoundingClientRect()) && el.querySelectorAll("img, h2, h3, h4, a, li, p").length > 1 && !el.querySelector("input[type=range]"));
    return found.filter((el) => !found.some((o) => o !== el && o.contains(el))).slice(0, 5);
  };
  const face = (el) => {
    const frame = el.getBoundingClientRect();
    const parts = [...el.querySelectorAll("img, h1, h2, h3, h4, p, a, li")].slice(0, 120);
    return parts.map((part, i) => {
      const r = part.getBoundingClientRect();
      const inside = Math.min(r.right, frame.right) - Math.max(r.left, frame.left) > r.width / 2 && Math.min(r.bottom, frame.bottom) - Math.max(r.top, frame.top) > r.height / 2;
      return inside && shown(part) ? i : "";
    }).join() + collapse(el.innerText).slice(0, 500);
  };

  if (command === "mark") {
    self.auditorFaces = carousels().map((el) => ({ el, last: face(el), changes: 0 }));
    if (self.auditorFaces.length) self.auditorWatch = setInterval(() => {
      for (const one of self.auditorFaces) { const now = face(one.el); if (now !== one.last) { one.changes += 1; one.last = now; } }
    }, 250);
    return self.auditorFaces.length;
  }
  if (command === "marked") {
    clearInterval(self.auditorWatch);
    return JSON.stringify((self.auditorFaces || []).map((one) => ({ node: node(one.el), kind: "carousel", changes: one.changes, words: wordsIn(one.el) })));
  }

  const animations = [];
  for (const animation of document.getAnimations()) {
    const effect = animation.effect, el = effect && effect.target;
    if (animation.playState !== "running" || !el || !(animation.timeline instanceof DocumentTimeline) || animations.length >= limits.losses) continue;
    const frames = effect.getKeyframes();
    const names = [...new Set(frames.flatMap((f) => Object.keys(f)))].filter((k) => VISIBLE.test(k));
    const differ = names.filter((k) => new Set(frames.map((f) => f[k]).filter((v) => v !== undefined)).size > 1 || frames.some((f) => f[k] === undefined));
    const r = el.getBoundingClientRect();
    // opacity is left out: what blinks may be at its faintest just now
    if (!differ.length || !el.checkVisibility({ visibilityProperty: !differ.includes("visibility") }) || (el.parentElement && !shown(el.parentElement)) || !big(r)) continue;
    const timing = effect.getComputedTiming();
    const endless = timing.iterations === Infinity;
    const duration = Number(timing.duration) || 0;
    animations.push({
      node: node(el), kind: "animation", name: animation.animationName || animation.id || "", properties: differ.slice(0, 6),
      period: Math.round(duration), seconds: endless ? null : Math.round(Number(timing.endTime) / 100) / 10,
      words: !effect.pseudoElement && wordsIn(el), waiting: Boolean(el.closest("[aria-busy=true], [role=progressbar], [role=status], [role=alert], progress")),
    });
  }
  const pictures = [];
  for (const el of document.querySelectorAll("img, input[type=image]")) {
    const r = el.getBoundingClientRect();
    const url = el.currentSrc || el.src || "";
    if (url && shown(el) && big(r) && pictures.length < limits.pictures) pictures.push({ node: node(el), url });
  }
  for (const el of document.querySelectorAll("body, body *")) {
    const image = getComputedStyle(el).backgroundImage;
    if (!image.includes("url(") || !shown(el) || !big(el.getBoundingClientRect())) continue;
    for (const [, url] of image.matchAll(/url\("([^"]+)"\)/g)) if (pictures.length < limits.pictures) pictures.push({ node: node(el), url });
  }
  return JSON.stringify({ animations, pictures, carousels: carousels().length });
})
