// The pictures: the other's large, one's own small; and the notices that lie over them.
import type { Present } from "../live/protocol.ts";
import type { Own } from "./own.ts";
import { AUDIO, CAMERA, SCREEN, type Slot } from "./peer.ts";
import { word } from "./words.ts";

export type Step = readonly [string, () => void]; // a key of the page's words, and what it does

export class Tiles {
  notice = "";
  private readonly theirs = new Map<string, Map<Slot, MediaStreamTrack>>(); // by tab

  constructor(private readonly main: HTMLElement) {}

  came(tab: string, slot: Slot, track: MediaStreamTrack, redraw: () => void): void {
    this.theirs.set(tab, (this.theirs.get(tab) ?? new Map<Slot, MediaStreamTrack>()).set(slot, track));
    track.addEventListener("unmute", redraw);
    track.addEventListener("mute", redraw);
  }

  forget(tab: string): void {
    this.theirs.delete(tab);
  }

  /** The others: whoever shares a screen large, else the first of them; the rest in a row above. `flows`: whether there
   *  is a connection to that tab. */
  drawTheirs(others: readonly Present[], flows: (tab: string | undefined) => boolean): void {
    const large = others.find((one) => one.screen) ?? others[0] ?? null;
    this.drawLarge(large, flows(large?.tab));
    this.drawMore(others.filter((one) => one !== large));
  }

  private drawMore(others: readonly Present[]): void {
    const row = this.part("besides");
    row.hidden = others.length === 0;
    for (const tile of [...row.children] as HTMLElement[]) {
      if (!others.some((one) => one.person === tile.dataset["person"])) tile.remove();
    }
    for (const one of others) {
      let tile = row.querySelector<HTMLElement>(`[data-person="${CSS.escape(one.person)}"]`);
      if (!tile) {
        tile = document.createElement("figure");
        tile.className = "tile";
        tile.dataset["person"] = one.person;
        const video = document.createElement("video");
        video.className = "feed";
        video.playsInline = video.autoplay = true;
        tile.append(video, document.createElement("figcaption"));
        row.append(tile);
      }
      const tracks = this.theirs.get(one.tab ?? "");
      const video = tile.querySelector("video");
      if (video) this.play(video, [tracks?.get(AUDIO), tracks?.get(CAMERA)], one.camera === true && !one.saving);
      const caption = tile.querySelector("figcaption");
      if (caption) caption.textContent = one.mic || !one.tab ? one.name : `${one.name}, ${word("no-voice")}`;
    }
  }

  private drawLarge(other: Present | null, flows: boolean): void {
    const tracks = this.theirs.get(other?.tab ?? "");
    const name = other?.name ?? this.main.dataset["name"] ?? "";
    const screen = other?.screen === true && tracks?.has(SCREEN) === true;
    const camera = other?.camera === true && !other.saving && tracks?.has(CAMERA) === true;
    this.play(this.video, [tracks?.get(AUDIO), tracks?.get(screen ? SCREEN : CAMERA)], screen || camera);
    this.part("main").classList.toggle("is-screen", screen);
    this.part("theirs-none").hidden = screen || camera;
    const words = !other ? "away" : !other.tab ? "back-soon" : !flows ? "connecting" : other.saving ? "their-voice" : "no-picture";
    this.part("theirs-words").textContent = word(words, name);
    this.part("theirs-name").textContent = name;
    this.part("theirs-muted").hidden = !other?.tab || other.mic === true;
  }

  get video(): HTMLVideoElement {
    return this.part<HTMLVideoElement>("theirs");
  }

  drawOwn(own: Own): void {
    const mine = this.part<HTMLVideoElement>("mine");
    const shows = own.shared ?? own.video;
    this.play(mine, [shows ?? undefined], true);
    mine.classList.toggle("mirrored", !own.shared);
    this.part("mine-none").hidden = shows !== null;
    const { mic, camera, screen } = own.state;
    this.part("mine-muted").hidden = mic;
    this.press("mic", mic, mic ? "mute" : "unmute", mic ? "mic" : "mic-off");
    this.press("camera", camera, "camera", camera ? "video" : "video-off");
    this.press("screen", screen, screen ? "share-stop" : "share", screen ? "screen-share-off" : "screen-share");
  }

  show(key: string, steps: readonly Step[]): void {
    this.notice = key;
    this.part("notice-words").textContent = word(key);
    this.part("notice-steps").replaceChildren(
      ...steps.map(([label, run]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.textContent = word(label);
        button.addEventListener("click", run);
        return button;
      }),
    );
    this.part("notice").hidden = false;
  }

  hide(): void {
    this.notice = "";
    this.part("notice").hidden = true;
  }

  part<T extends HTMLElement = HTMLElement>(name: string): T {
    const found = this.main.querySelector<T>(`[data-${name}]`);
    if (!found) throw new Error(`no part ${name}`);
    return found;
  }

  /** These tracks and no others; a picture that is not to be seen is left out. */
  private play(video: HTMLVideoElement, tracks: (MediaStreamTrack | undefined)[], picture: boolean): void {
    const wanted = tracks.filter((one): one is MediaStreamTrack => one !== undefined && (picture || one.kind === "audio"));
    if (wanted.length === 0) {
      video.srcObject = null; // one without a track would keep the page loading
      return;
    }
    const stream = video.srcObject instanceof MediaStream ? video.srcObject : new MediaStream();
    for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track);
    for (const track of wanted) if (!stream.getTracks().includes(track)) stream.addTrack(track);
    if (video.srcObject !== stream) video.srcObject = stream;
    void video.play().catch(() => undefined);
  }

  private press(name: string, on: boolean, label: string, icon: string): void {
    const button = this.main.querySelector<HTMLElement>(`[data-do="${name}"]`);
    if (!button) return;
    button.setAttribute("aria-pressed", String(on));
    const words = button.querySelector("[data-label]");
    if (words) words.textContent = word(label);
    const use = button.querySelector("use");
    const href = use?.getAttribute("href");
    if (href) use?.setAttribute("href", href.replace(/#.*/, `#${icon}`));
  }
}
