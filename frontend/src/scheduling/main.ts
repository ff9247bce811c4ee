// What the practice's calendar has besides its links.
import { keepNow, letDrag, letGlance, letGo } from "./calendar_element.ts";

letGo();
keepNow();
letDrag();
letGlance();
