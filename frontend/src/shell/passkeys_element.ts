// The device gave no passkey (not found, not allowed, no time): say so where the button is.

export function tellWhenNoPasskeyCame(): void {
  document.addEventListener("allauth.error", (event) => {
    const words = document.querySelector<HTMLElement>("[data-passkey-trouble]");
    if (!words) return;
    event.preventDefault();
    words.hidden = true; // shown anew, so that it is read aloud each time
    requestAnimationFrame(() => (words.hidden = false));
  });
}
