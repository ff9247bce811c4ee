// Settings → Your devices: this browser asks its push service for an address, and tells us.

interface Asked {
  key: string;
  adding: string;
  token: string;
}

export function offerNotifications(): void {
  const page = document.querySelector<HTMLElement>("[data-devices-page]");
  const button = page?.querySelector<HTMLButtonElement>("[data-notify]");
  if (!page || !button || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  button.hidden = false;
  page.querySelector<HTMLElement>("[data-no-notify]")?.toggleAttribute("hidden", true);
  const problem = page.querySelector<HTMLElement>("[data-problem]");
  const asked = {
    key: page.dataset["key"] ?? "",
    adding: page.dataset["adding"] ?? "",
    token: page.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "",
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    if (problem) problem.hidden = true;
    subscribe(asked)
      .then((url) => location.assign(url))
      .catch((error: Error) => {
        button.disabled = false;
        if (!problem) return;
        problem.textContent = page.querySelector<HTMLTemplateElement>("[data-words]")?.content.querySelector(`[data-word="${error.message}"]`)?.textContent ?? error.message;
        problem.hidden = false;
      });
  });
}

/** Where to go on. Throws an Error with "denied", "failed" or what our server says. */
async function subscribe(asked: Asked): Promise<string> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
  const worker = await navigator.serviceWorker.ready;
  const key = Uint8Array.from(atob(asked.key.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const found = await within(worker, key).catch(() => null);
  if (!found) throw new Error("failed");
  const answer = await fetch(asked.adding, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": asked.token },
    body: JSON.stringify(found.toJSON()),
  }).catch(() => null);
  const said = (await answer?.json().catch(() => null)) as { url?: string; error?: string } | null;
  if (!answer?.ok || !said?.url) throw new Error(said?.error ?? "failed");
  return said.url;
}

/** A subscription with our key; one with another key, of before our key was lost, is ended first. */
async function within(worker: ServiceWorkerRegistration, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const ask = (): Promise<PushSubscription> => worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  return ask().catch(async () => {
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    return ask();
  });
}
