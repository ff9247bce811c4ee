// Who signs out leaves no half-written words behind on this device. What waits to be sent stays until it is sent.

export function forgetDraftsAtSignOut(): void {
  document.addEventListener("submit", (event) => {
    const action = new URL((event.target as HTMLFormElement).action, location.href).pathname;
    if (!action.endsWith("/account/logout/")) return;
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  });
}
