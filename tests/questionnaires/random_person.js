// Somebody who answers whatever comes, the same for the same seed: run in the page by test_live.py.
(seed) => {
  let state = seed >>> 0;
  const chance = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const one = (list) => list[Math.floor(chance() * list.length)];
  const TYPED = ["", "1", "2", "3", "4,5", "−1", "0.1", ".2", "2.675", "7", "1 000", "٣", "１２", "seven", "Tea", " tea ", "ÄRGER", "a\u0308", "x\u202ey", "1e3", "9".repeat(30)];
  const DAYS = ["", "2026-03-28", "2026-03-29", "2024-02-29", "2026-11-24"];
  const changed = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const shown = (element) => !element.closest("[hidden]") && !element.disabled;
  const forms = [...document.querySelectorAll("form[data-filling]")];
  for (const form of forms) {
    for (const button of form.querySelectorAll("[data-add-row]")) if (chance() < 0.5) button.click();
    for (let round = 0; round < 2; round++) {
      for (const element of [...form.querySelectorAll("[data-item] input, [data-item] select, [data-item] textarea")]) {
        if (!shown(element) || chance() < 0.3) continue;
        if (element.type === "radio" || element.type === "checkbox") {
          if (chance() < 0.5) element.click();
          continue;
        }
        if (element.type === "hidden" || element.type === "file" || element.type === "range") continue;
        if (element.tagName === "SELECT") element.value = one([...element.options].filter((option) => !option.disabled)).value;
        else element.value = element.type === "date" ? one(DAYS) : element.type === "time" ? one(["", "08:30", "12:00", "23:59"]) : one(TYPED);
        changed(element);
      }
      for (const button of [...form.querySelectorAll("[data-move], [data-clear]")]) if (shown(button) && chance() < 0.25) button.click();
    }
  }
  return forms.map((form) => ({
    key: form.dataset.key,
    fields: [...new FormData(form)].filter(([, value]) => typeof value === "string"),
    hidden: [...form.querySelectorAll("[data-item]")].flatMap((block) => {
      const id = block.dataset.item;
      const found = block.hidden ? [id] : [];
      for (const row of block.querySelectorAll("[data-row]")) if (row.hidden) found.push(`${id}.${row.dataset.row}`);
      for (const option of block.querySelectorAll("[data-option]")) if (option.hidden) found.push(`${id}=${option.dataset.option}`);
      return found;
    }).sort(),
    totals: Object.fromEntries([...form.querySelectorAll("[data-total]")].map((output) => [output.dataset.total, output.textContent])),
  }));
}
