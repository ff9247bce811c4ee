// A row of links that is wider than a phone shows the current one, wherever it stands in the row.

export function showCurrent(): void {
  for (const current of document.querySelectorAll<HTMLElement>(".settings-nav [aria-current], .tabs [aria-current]")) {
    const row = current.parentElement;
    if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = current.offsetLeft - row.offsetLeft - 48;
  }
}
