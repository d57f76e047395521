"use strict";
// Saves what was filled in as a YAML file. All words stand in the page; nothing is sent anywhere.
(() => {
  const form = document.querySelector("form");
  const quote = (text) => JSON.stringify(text.replace(/\s+/g, " ").trim());
  const answerOf = (question) => question.querySelector("input:checked");
  const isAnswered = (question) => answerOf(question).dataset.meaning !== "open";

  const head = () => [...form.querySelectorAll("[data-head]")].map((field) => `${field.dataset.head}: ${quote(field.value)}`);

  const question = (set) => [
    `  ${set.dataset.rule}:`,
    `    ${set.querySelector(".choices").dataset.key}: ${answerOf(set).value}`,
    ...[...set.querySelectorAll(".field [data-key]")].map((field) => `    ${field.dataset.key}: ${quote(field.value)}`),
  ];

  const questions = [...form.querySelectorAll(".question")];
  const sheet = () => [...head(), `${document.body.dataset.answers}:`, ...questions.flatMap(question), ""].join("\n");

  const isMissing = (field) => field.dataset.needed && !field.value.trim();

  const missing = () => {
    const answered = questions.filter(isAnswered);
    const heads = answered.length ? [...form.querySelectorAll("[data-head]")].filter(isMissing) : [];
    const fields = answered.flatMap((set) =>
      [...set.querySelectorAll(`[data-for="${answerOf(set).dataset.meaning}"]`)].filter(isMissing));
    return [...heads, ...fields];
  };

  const item = (field) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    const legend = field.closest("fieldset.question")?.querySelector("legend").textContent;
    link.href = `#${field.id}`;
    link.textContent = legend ? `${legend} – ${field.dataset.needed}` : field.dataset.needed;
    entry.append(link);
    return entry;
  };

  const showMissing = () => {
    const box = form.querySelector(".missing");
    const fields = missing();
    box.replaceChildren();
    if (!fields.length) return;
    const words = document.createElement("p");
    const list = document.createElement("ul");
    words.textContent = box.dataset.missing;
    list.append(...fields.map(item));
    box.append(words, list);
  };

  const count = () => {
    const line = form.querySelector("[role=status]");
    line.textContent = line.dataset.count
      .replace("{n}", questions.filter(isAnswered).length).replace("{total}", questions.length);
  };

  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([sheet()], { type: "application/yaml" }));
    link.download = document.body.dataset.file;
    link.click();
    URL.revokeObjectURL(link.href);
    showMissing();
  };

  document.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
  form.addEventListener("change", count);
  form.querySelector("button").addEventListener("click", save);
  count();
})();
