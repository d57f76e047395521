// Resolves "quiet" once the DOM has not changed for `quiet` ms, or "bounded" after `settle` ms.
((quiet, settle) => new Promise((resolve) => {
  let timer;
  const observer = new MutationObserver(() => wait());
  const done = (word) => { observer.disconnect(); clearTimeout(timer); clearTimeout(limit); resolve(word); };
  const wait = () => { clearTimeout(timer); timer = setTimeout(() => done("quiet"), quiet); };
  const limit = setTimeout(() => done("bounded"), settle);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  wait();
}))
