// Zählt jeden Aufruf sofort, ohne zu fragen: das schlechte Beispiel der Demo.
(function () {
  var kennung = "GA1.1.1873465120.1700000000";
  document.cookie = "_ga=" + kennung + "; path=/; max-age=63072000";
  localStorage.setItem("zaehlwerk_profil", kennung);
  new Image().src = new URL("/pixel.gif", document.currentScript.src) + "?seite=" + encodeURIComponent(location.pathname);
})();
