// Texts that are saved while somebody writes them: private notes, a session's summary.
import { writable } from "./writing_element.ts";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-writing]")) writable(form);
