// The command palette: a dialog with a combobox. Its words come with the page, its items from the server.
import { flat, isGroups, next, type Group, type Item } from "./palette.ts";

const WAIT = 90; // ms after the last key before asking

export function openPaletteOnRequest(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-palette]")) openPalette();
  });
}

export function openPalette(): void {
  const dialog = document.getElementById("palette");
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector<HTMLElement>("[role=listbox]");
  if (!input || !list) return;
  start(dialog, input, list);
  dialog.showModal();
  input.value = "";
  input.focus();
  input.dispatchEvent(new Event("input"));
}

function start(dialog: HTMLDialogElement, input: HTMLInputElement, list: HTMLElement): void {
  if (dialog.dataset["started"]) return;
  dialog.dataset["started"] = "1";
  let items: Item[] = [];
  let current = -1;
  let asked = 0;
  let timer = 0;

  const mark = (index: number) => {
    current = index;
    list.querySelectorAll("[role=option]").forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
    if (index < 0) input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const mine = ++asked;
    const url = `${dialog.dataset["url"] ?? ""}?q=${encodeURIComponent(input.value)}`;
    const answer: unknown = await fetch(url, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (mine !== asked) return;
    const groups = isGroups(answer) ? answer.groups : [];
    items = flat(groups);
    list.replaceChildren(...draw(groups, dialog.dataset["sprite"] ?? ""));
    list.hidden = !items.length; // a list of choices without a choice is none
    input.setAttribute("aria-expanded", String(items.length > 0));
    const why = dialog.dataset[answer === null ? "lost" : "empty"] ?? "";
    dialog.querySelector("[data-nothing]")?.replaceChildren(items.length ? "" : why);
    mark(items.length ? 0 : -1);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), input.value ? WAIT : 0);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(next(current, items.length, event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = items[current];
      if (chosen) location.assign(chosen.url);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    const chosen = option ? items[Number(option.getAttribute("data-index"))] : undefined;
    if (chosen) location.assign(chosen.url);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

function draw(groups: readonly Group[], sprite: string): Node[] {
  let index = 0;
  return groups
    .filter((group) => group.items.length)
    .map((group, number) => {
      const box = element("div", "");
      box.setAttribute("role", "group");
      const heading = element("p", "label", group.label);
      heading.id = `palette-group-${number}`;
      box.setAttribute("aria-labelledby", heading.id);
      box.append(heading, ...group.items.map((item) => option(item, index++, sprite)));
      return box;
    });
}

function option(item: Item, index: number, sprite: string): HTMLElement {
  const row = element("div", "palette-item");
  row.id = `palette-option-${index}`;
  row.setAttribute("role", "option");
  row.dataset["index"] = String(index);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${item.icon}`);
  svg.append(use);
  row.append(svg, element("span", "clip", item.label), element("span", "meta clip", item.detail));
  return row;
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
