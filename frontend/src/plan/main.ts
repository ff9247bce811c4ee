import { orderable } from "./order_element";

for (const list of document.querySelectorAll<HTMLElement>("[data-order]")) orderable(list);
