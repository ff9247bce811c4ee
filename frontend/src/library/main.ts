// The pages of the library: writing a material or a template, bringing files up.
import { editable, fillable } from "./editor_element.ts";
import { uploadable } from "./upload_element.ts";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-editor]")) editable(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-template-form]")) fillable(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) uploadable(form);
