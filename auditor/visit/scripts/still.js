// Lets changes of style take effect at once while the page is being measured, and takes that back.
((on) => {
  if (on && !self.auditorStill) {
    self.auditorStill = new CSSStyleSheet();
    self.auditorStill.replaceSync("*, ::before, ::after { transition: none !important; scroll-behavior: auto !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, self.auditorStill];
  }
  if (!on && self.auditorStill) {
    document.documentElement.getBoundingClientRect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== self.auditorStill);
    self.auditorStill = null;
  }
  return true;
})
