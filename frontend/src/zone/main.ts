// Runs before anything is drawn: a booking page that doesn't say on whose clock it is asks again with the browser's
// zone, so that nobody sees the wrong times first. Choosing another zone needs no button.
import { withZone } from "./address.ts";

const next = withZone(location.href, Intl.DateTimeFormat().resolvedOptions().timeZone);
if (next) location.replace(next);

document.addEventListener("DOMContentLoaded", () => {
  const select = document.querySelector<HTMLSelectElement>("select[data-goes]");
  if (!select) return;
  document.querySelector("[data-goes-without]")?.setAttribute("hidden", "");
  let byKey = false; // arrows walk through a closed list: then only Enter, or leaving it, goes
  const first = select.value;
  const go = () => {
    if (select.value !== first) select.form?.requestSubmit();
  };
  select.addEventListener("keydown", (event) => {
    byKey = event.key !== "Enter";
    if (!byKey) go();
  });
  select.addEventListener("pointerdown", () => (byKey = false));
  select.addEventListener("change", () => {
    if (!byKey) go();
  });
  select.addEventListener("blur", go);
});
