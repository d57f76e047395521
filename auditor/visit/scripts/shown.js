// Whether an element is to be seen.
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // Clipped away from the eye, like a skip link until it has the focus.
  const cut = (el) => { const s = getComputedStyle(el); return /^rect\([01](px)?[, ]/.test(s.clip) || /^inset\((50|100)%/.test(s.clipPath); };
