// What pages with sessions have besides the shell.
import { keepCountdowns } from "./countdown_element.ts";

keepCountdowns();
