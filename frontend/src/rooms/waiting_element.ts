// The waiting room: a look at one's own picture and voice, until the coach lets in.
import type { RoomFrame } from "../live/protocol.ts";
import * as media from "./media.ts";
import { word } from "./words.ts";

export class Waiting {
  private stopLevel: () => void = () => undefined;
  private tracks: MediaStreamTrack[] = [];

  constructor(private readonly main: HTMLElement) {
    if (!main.querySelector("[data-check]")) return;
    for (const select of main.querySelectorAll<HTMLSelectElement>("select[data-device]")) {
      select.addEventListener("change", () => {
        media.choose(select.dataset["device"] as media.Kind, select.value);
        void this.look();
      });
    }
    if (navigator.mediaDevices) navigator.mediaDevices.addEventListener("devicechange", () => void media.list(main));
    void this.look();
  }

  here(frame: RoomFrame, me: string): void {
    const coach = frame.people.find((one) => one.role === "coach" && one.person !== me);
    const line = this.main.querySelector("[data-wait-line]");
    if (!line) return;
    const name = this.main.dataset["name"] ?? "";
    const said = coach ? word("coach-here", coach.name) : word("coach-away", name);
    if (line.textContent !== said) line.textContent = said;
  }

  end(): void {
    this.stopLevel();
    for (const track of this.tracks) track.stop();
  }

  private async look(): Promise<void> {
    this.end();
    const check = this.main.querySelector<HTMLElement>("[data-check]");
    const blocked = media.obstacle(window);
    if (blocked) return this.trouble(blocked);
    const got = await media.both();
    this.tracks = [got.audio, got.video].filter((track): track is MediaStreamTrack => track !== null);
    this.trouble(got.trouble);
    if (!check) return;
    check.hidden = this.tracks.length === 0;
    const preview = check.querySelector<HTMLVideoElement>("[data-preview]");
    if (preview) {
      preview.srcObject = got.video ? new MediaStream([got.video]) : null;
      void preview.play().catch(() => undefined);
    }
    const none = check.querySelector<HTMLElement>("[data-no-picture]");
    if (none) none.hidden = got.video !== null;
    const bar = check.querySelector("[data-mic-level]");
    if (got.audio && bar) {
      this.stopLevel = media.loudness(got.audio, (level) => bar.setAttribute("width", String(Math.round(level * 100))));
    }
    await media.list(this.main);
  }

  private trouble(which: media.Trouble): void {
    const line = this.main.querySelector<HTMLElement>("[data-trouble]");
    if (!line) return;
    line.textContent = which ? word(which) : "";
    line.hidden = which === "";
  }
}
