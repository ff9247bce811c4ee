// Builds the front end into opencoach/static/build: scripts, style sheets, fonts, the icon sprite, htmx's licence.
// `node frontend/build.mjs` once; `--watch` again after every change.
import { build, context } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "opencoach/static/build");
const source = join(root, "frontend/src");

/** Each app's entry is frontend/src/<app>/main.ts; each app's own sheet opencoach/static/css/<app>.css. */
function entries() {
  const scripts = readdirSync(source)
    .filter((app) => existsSync(join(source, app, "main.ts")))
    .map((app) => ({ in: join(source, app, "main.ts"), out: app }));
  const css = join(root, "opencoach/static/css");
  const sheets = readdirSync(css)
    .filter((name) => name.endsWith(".css") && !["fonts.css", "reset.css", "tokens.css", "base.css"].includes(name))
    .map((name) => ({ in: join(css, name), out: name.replace(/\.css$/, "") }));
  return [...scripts, ...sheets];
}

/** The icons named in frontend/icons.txt, one symbol each, drawn with currentColor. */
function sprite() {
  const names = readFileSync(join(root, "frontend/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = [...new Set(names)].sort().map((name) => {
    const file = join(root, "node_modules/lucide-static/icons", `${name}.svg`);
    const inner = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

/** The calendar's places: a page may carry no styles of its own, so each row (five minutes) and lane has a class. */
function places() {
  const rows = Array.from({ length: 300 }, (_, n) => `.at-${n + 1}{grid-row-start:${n + 1}}.for-${n + 1}{grid-row-end:span ${n + 1}}`);
  const lanes = [];
  for (let of = 1; of <= 6; of++) {
    for (let lane = 1; lane <= of; lane++) lanes.push(`.lane-${lane}.of-${of}{inset-inline-start:${((lane - 1) * 100) / of}%;inline-size:${100 / of}%}`);
  }
  writeFileSync(join(out, "places.css"), `@layer layout{.calendar-day>*{${""}grid-column:1}${rows.join("")}${lanes.join("")}}`);
}

/** The licences of what is shipped in the bundle, beside it. */
function licences() {
  const packages = readdirSync(join(root, "node_modules/@fontsource-variable")).map((name) => `@fontsource-variable/${name}`);
  const texts = [...packages, "lucide-static", "idb"].flatMap((name) => {
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((f) => join(root, "node_modules", name, f)).find(existsSync);
    return file ? [`${name}\n\n${readFileSync(file, "utf8")}`] : [];
  });
  writeFileSync(join(out, "LICENCES.txt"), texts.join("\n\n" + "-".repeat(72) + "\n\n"));
}

const options = {
  entryPoints: entries(),
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: false,
  format: "esm",
  target: ["chrome123", "firefox121", "safari17.5"],
  assetNames: "[name]",
  loader: { ".woff2": "file" },
  logLevel: "warning",
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
sprite();
places();
licences();
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
