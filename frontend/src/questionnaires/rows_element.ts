// Orders, tables and sliders: what a script makes quicker than the buttons that the page has without one.
import { ends } from "./reveal_element.ts";
import { word } from "./words.ts";

type Touch = (item: string) => void;

function itemOf(element: Element): string {
  return element.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? "";
}

/** Buttons inside questions, done here instead of by the server. */
export function watchButtons(form: HTMLElement, touch: Touch): void {
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[name=do]") : null;
    if (!button || !button.closest("[data-item]")) return;
    const act = button.matches("[data-move]") ? move : button.matches("[data-right]") ? settle : button.matches("[data-clear]") ? clear
      : button.matches("[data-add-row]") ? addRow : button.matches("[data-remove-row]") ? removeRow : button.matches("[data-drop]") ? drop : null;
    if (!act) return;
    event.preventDefault();
    const item = itemOf(button);
    if (button.getAttribute("aria-disabled") !== "true") {
      act(button);
      touch(item);
    }
  });
}

function settle(button: Element): void {
  const block = button.closest("[data-item]");
  const state = block?.querySelector<HTMLInputElement>("[data-set]");
  if (state) state.value = "1";
  const right = block?.querySelector<HTMLElement>("[data-right]");
  if (right) right.hidden = true;
}

function move(button: HTMLButtonElement): void {
  const row = button.closest("li");
  const list = row?.parentElement;
  if (!row || !list) return;
  const up = button.dataset["move"] === "up";
  let next = up ? row.previousElementSibling : row.nextElementSibling;
  while (next instanceof HTMLElement && next.hidden) next = up ? next.previousElementSibling : next.nextElementSibling;
  if (up) next?.before(row);
  else next?.after(row);
  ordered(list);
  placed(list, row);
  const stuck = button.getAttribute("aria-disabled") === "true";
  (stuck ? row.querySelector<HTMLElement>("[data-move]:not([aria-disabled])") : button)?.focus();
}

function ordered(list: Element): void {
  ends(list);
  settle(list);
}

/** Where it stands now, for who doesn't see it move. */
function placed(list: Element, row: HTMLElement): void {
  const shown = [...list.children].filter((one) => !(one as HTMLElement).hidden);
  const what = row.querySelector(".place-label")?.textContent ?? "";
  const status = list.parentElement?.querySelector("[data-placed]");
  if (status) status.textContent = word("place", { what, at: String(shown.indexOf(row) + 1), of: String(shown.length) });
}

function clear(button: Element): void {
  const block = button.closest("[data-item]");
  for (const input of block?.querySelectorAll<HTMLInputElement>("input:checked") ?? []) input.checked = false;
  block?.querySelector<HTMLElement>("input")?.focus();
}

function addRow(button: Element): void {
  const table = button.closest<HTMLElement>("[data-table]");
  const rows = table?.querySelector("[data-table-rows]");
  const spare = table?.querySelector<HTMLTemplateElement>("[data-spare-row]")?.content.firstElementChild;
  if (!table || !rows || !spare) return;
  rows.append(spare.cloneNode(true));
  numbered(table);
  rows.lastElementChild?.querySelector<HTMLElement>("input, select")?.focus();
}

function removeRow(button: Element): void {
  const table = button.closest<HTMLElement>("[data-table]");
  const row = button.closest("[data-table-row]");
  if (!table || !row) return;
  const near = row.previousElementSibling ?? row.nextElementSibling;
  if (near) row.remove();
  else for (const input of row.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) input.value = "";
  numbered(table);
  (near ?? row).querySelector<HTMLElement>("input, select")?.focus();
}

/** Names, ids and labels by the place of each row. */
function numbered(table: HTMLElement): void {
  const rows = [...table.querySelectorAll("[data-table-row]")];
  const item = itemOf(table);
  rows.forEach((row, at) => {
    for (const cell of row.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name^='a.']")) {
      const column = cell.name.split(".").at(-1) ?? "";
      cell.name = cell.id = `a.${item}.${at}.${column}`;
    }
    const name = row.querySelector<HTMLElement>("[data-row-name]");
    const spoken = (name?.dataset["rowName"] ?? "").replace("%(number)s", String(at + 1));
    if (name) name.textContent = spoken;
    const remove = row.querySelector<HTMLButtonElement>("[data-remove-row]");
    if (remove) remove.value = `remove:${item}:${at}`;
    const words = remove?.querySelector(".visually-hidden");
    if (words) words.textContent = word("remove", { what: spoken });
  });
  const count = table.querySelector<HTMLInputElement>("[data-rows]");
  if (count) count.value = String(rows.length);
  const add = table.querySelector<HTMLElement>("[data-add-row]");
  if (add) add.hidden = rows.length >= Number(table.dataset["most"]);
}

function drop(button: Element): void {
  const list = button.closest("[data-files]");
  button.closest("li")?.remove();
  list?.parentElement?.querySelector<HTMLElement>("input[type=file]")?.focus();
}

/** Let orders be dragged, and numbers be slid. */
export function enliven(within: ParentNode, touch: Touch): void {
  for (const list of within.querySelectorAll<HTMLElement>("[data-ranking]")) {
    drag(list, touch);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    status.setAttribute("data-placed", "");
    list.after(status);
  }
  for (const box of within.querySelectorAll<HTMLElement>("[data-slider]")) slide(box);
}

function drag(list: HTMLElement, touch: Touch): void {
  let held: HTMLElement | null = null;
  for (const row of list.children) (row as HTMLElement).draggable = true;
  list.addEventListener("dragstart", (event) => {
    held = (event.target as HTMLElement).closest("li");
    held?.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target instanceof Element ? event.target.closest("li") : null;
    if (!held || !over || over.parentElement !== list) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    if (event.clientY > box.top + box.height / 2) over.after(held);
    else over.before(held);
  });
  list.addEventListener("dragend", () => {
    held?.classList.remove("dragged");
    if (held) ordered(list), touch(itemOf(list));
    held = null;
  });
}

function slide(box: HTMLElement): void {
  const number = box.querySelector<HTMLInputElement>("input[name]");
  const track = box.querySelector(".slider-track");
  if (!number || !track || track.querySelector("input")) return;
  const range = document.createElement("input");
  range.type = "range";
  range.min = box.dataset["min"] ?? "0";
  range.max = box.dataset["max"] ?? "100";
  range.step = box.dataset["step"] ?? "1";
  range.setAttribute("aria-label", box.dataset["label"] ?? "");
  const follow = () => {
    const value = Number(number.value.replace(",", "."));
    const set = number.value.trim() !== "" && Number.isFinite(value);
    box.classList.toggle("untouched", !set);
    range.value = set ? String(value) : String((Number(range.min) + Number(range.max)) / 2);
    range.setAttribute("aria-valuetext", set ? number.value : word("unset"));
  };
  range.addEventListener("input", () => {
    number.value = range.value;
    box.classList.remove("untouched");
    range.setAttribute("aria-valuetext", range.value);
  });
  number.addEventListener("input", follow);
  track.prepend(range);
  follow();
}
