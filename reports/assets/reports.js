// Sorting and filtering of tables on the reader's own device. Everything can be read without it.
"use strict";

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

function sortable(table) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = head.textContent;
    button.title = table.dataset.sort;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => collator.compare(value(a, column), value(b, column)) * (down ? -1 : 1));
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.tBodies[0].append(...rows);
    });
  });
}

function filterable(table, number) {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  const box = document.createElement("div");
  input.type = "search";
  input.id = `filter-${number}`;
  input.autocomplete = "off";
  label.htmlFor = input.id;
  label.textContent = table.dataset.filter;
  box.className = "filter";
  box.append(label, input, count);
  table.before(box);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = table.dataset.count.replace("{n}", shown).replace("{total}", rows.length);
  });
}

document.querySelectorAll("table[data-sortable]").forEach((table, number) => {
  sortable(table);
  if (table.dataset.filter && table.tBodies[0].rows.length > 7) filterable(table, number);
});

// Paper cannot unfold anything.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});
