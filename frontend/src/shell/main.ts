// What every page has: the command palette, keys for lists, toasts that leave, forms that go once.
import { offerToCopy } from "./copy_element.ts";
import { watchForms } from "./forms_element.ts";
import { watchKeys } from "./keys_element.ts";
import { offerNotifications } from "./notify_element.ts";
import { openPaletteOnRequest } from "./palette_element.ts";
import { tellWhenNoPasskeyCame } from "./passkeys_element.ts";
import { forgetDraftsAtSignOut } from "./signout_element.ts";
import { showCurrent } from "./tabs_element.ts";
import { registerServiceWorker } from "./worker_element.ts";

watchForms();
offerToCopy();
watchKeys();
openPaletteOnRequest();
forgetDraftsAtSignOut();
showCurrent();
tellWhenNoPasskeyCame();
registerServiceWorker();
offerNotifications();
