// For a site that shows a booking page in a frame: the frame grows with what it shows.
//   <iframe src="…/embed/…" data-opencoach></iframe> <script src="…/embed.js" async></script>
import { heightIn } from "./height.ts";

window.addEventListener("message", (event: MessageEvent) => {
  const height = heightIn(event.data);
  if (!height) return;
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-opencoach]")) {
    if (frame.contentWindow === event.source && new URL(frame.src, location.href).origin === event.origin) frame.height = String(height);
  }
});
