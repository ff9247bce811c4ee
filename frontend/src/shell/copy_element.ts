// A button beside a field that copies what stands in it: <button data-copy="<the field's id>" data-done="Copied" hidden>.
// Without a script, or where the browser lets no page copy, it stays hidden: the field can be marked by hand.

export function offerToCopy(): void {
  if (!("clipboard" in navigator)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = document.getElementById(button.dataset["copy"] ?? "");
    const words = button.querySelector("span");
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || words === null) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      field.select();
      void navigator.clipboard.writeText(field.value).then(() => {
        words.textContent = button.dataset["done"] ?? words.textContent;
      });
    });
  }
}
