// Renders the components of the U.S. Web Design System with the contents their package ships; run in the folder of
// node_modules, prints {component: [{name, html}]}.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const Twig = createRequire(process.cwd() + "/")("twig");
const base = "node_modules/@uswds/uswds/packages/";
const namespaces = { components: base, templates: base + "templates/" };
const rendered = {};

for (const component of fs.readdirSync(base).filter((name) => name.startsWith("usa-")).sort()) {
  const source = `${base}${component}/src/`;
  const template = `${source}${component}.twig`;
  if (!fs.existsSync(template)) continue;
  const contents = [source + "content/", source]
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder).filter((f) => f.endsWith(".json")).map((f) => folder + f));
  for (const content of contents.length ? contents : [""]) {
    const html = Twig.twig({ path: template, async: false, namespaces }).render(
      content ? JSON.parse(fs.readFileSync(content, "utf8")) : {},
    );
    (rendered[component] ??= []).push({ name: content ? path.basename(content, ".json") : "default", html });
  }
}
console.log(JSON.stringify(rendered));
