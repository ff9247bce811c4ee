// The page's own words, translated by the server.

const found = new Map<string, string>();

/** The words for a key, its {parts} filled in. */
export function word(key: string, parts: Record<string, string> = {}): string {
  if (found.size === 0) {
    const template = document.querySelector<HTMLTemplateElement>("template[data-words]");
    for (const one of template?.content.querySelectorAll<HTMLElement>("[data-word]") ?? []) {
      found.set(one.dataset["word"] ?? "", one.textContent ?? "");
    }
  }
  return (found.get(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
}
