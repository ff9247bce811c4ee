// What the page says while a session runs, in the reader's language: the server has put it into a template.

export function word(key: string, name = ""): string {
  const place = document.querySelector<HTMLTemplateElement>("template[data-room-words]");
  const found = place?.content.querySelector(`[data-word="${key}"]`)?.textContent ?? key;
  return found.replace("%s", name);
}
