// Resolves when the page has taken over the new screen size and laid itself out, or after two seconds.
((width) => new Promise((resolve) => {
  const end = Date.now() + 2000;
  const look = () => {
    if (screen.width !== width && Date.now() < end) { setTimeout(look, 15); return; }
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
    setTimeout(() => resolve(false), 500);
  };
  look();
}))
