// OpenCoach's service worker: the built files at hand, and a page for when there is no network.
// Nothing private is ever kept: pages, messages and files always come from the server.
const KEPT = {{ kept|safe_json }};
const OFFLINE = "{% url 'dashboard:offline' %}";
const NAME = "opencoach-" + KEPT.join("|");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([OFFLINE, ...KEPT])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
// A push holds no words: they are asked for with this browser's session, and are general where there is none.
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
async function show(data) {
  let said = {{ general|safe_json }};
  try {
    const answer = await fetch(`/push/${encodeURIComponent(data.json().id)}/`, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) said = await answer.json();
  } catch {}
  await self.registration.showNotification(said.title, {
    body: said.body, tag: said.tag, lang: said.lang, data: { url: said.url }, icon: {{ icon|safe_json }},
  });
}
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/", self.location.origin).href;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((all) => {
      const open = all.find((one) => one.url === url);
      return open ? open.focus() : self.clients.openWindow(url);
    }),
  );
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (KEPT.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
