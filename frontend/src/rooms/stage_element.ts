// A session by video: who is there, what flows between the two, how good it is, and a way on when something fails.
import type { Live } from "../live/live.ts";
import type { Present, RoomFrame, SignalData } from "../live/protocol.ts";
import { Call } from "./call.ts";
import * as media from "./media.ts";
import { Own } from "./own.ts";
import { CAMERA, type PeerState } from "./peer.ts";
import { level, outward, sample, Thrift, type Level, type Sample } from "./quality.ts";
import { Tiles, type Step } from "./tiles_element.ts";
import { word } from "./words.ts";

const LOOK = 3_000; // ms between two looks at the connection
const FRESH = 30 * 60_000; // ms for which the credentials of the relay are used

export class Stage {
  private readonly call: Call;
  private readonly tiles: Tiles;
  private readonly own: Own;
  private thrift = new Thrift();
  private servers: RTCConfiguration = {};
  private servedAt = 0;
  private others: readonly Present[] = [];
  private before: Sample | null = null;
  private told = "";
  private over = false;
  private readonly blocked = media.obstacle(window);

  constructor(
    private readonly main: HTMLElement,
    private readonly live: Live,
    private readonly room: string,
    private readonly tab: string,
    private readonly say: (text: string) => void,
  ) {
    this.tiles = new Tiles(main);
    this.call = new Call(tab, () => this.servers, {
      signal: (to, data) => live.say({ type: "room.signal", room, tab, to, data }),
      track: (tab, slot, track) => {
        this.tiles.came(tab, slot, track, () => this.draw());
        this.draw();
      },
      state: (_tab, state) => this.became(state),
      dropped: (tab) => {
        this.tiles.forget(tab);
        this.before = null;
        this.draw();
      },
    });
    this.own = new Own({
      send: (slot, track) => this.call.send(slot, slot === CAMERA && this.thrift.on ? null : track),
      changed: () => this.changed(),
      trouble: (which) => this.trouble(which),
      lost: () => this.tiles.show("lost-device", [this.trying, this.writing]),
    });
    this.take(main.dataset["ice"] ?? "");
    this.listen();
    void this.begin();
    window.setInterval(() => void this.look(), LOOK);
  }

  /** Who is there, as the server says. */
  here(frame: RoomFrame, me: string): void {
    if (this.over || this.blocked) return;
    this.meet(this.call.here(frame, me));
    this.tellMedia();
  }

  signal(from: string, data: SignalData): void {
    if (!this.over && !this.blocked) this.call.hear(from, data);
  }

  cut(tabs: readonly string[]): void {
    this.call.cut(tabs);
  }

  end(): void {
    this.over = true;
    this.call.end();
    this.own.end();
  }

  /** The connection to our server is lost, or back: the call itself goes on. */
  server(lost: boolean): void {
    if (!lost) this.told = "";
    if (lost && this.call.peers.size > 0) this.tiles.show("server-lost", []);
    else if (!lost && this.tiles.notice === "server-lost") {
      this.tiles.hide();
      this.say(word("server-back"));
    }
  }

  elsewhere(): void {
    this.end();
    this.tiles.show("other-tab", [["here", () => location.reload()]]);
  }

  gone(): void {
    this.end();
    this.tiles.show("gone", []);
  }

  private readonly trying: Step = ["try", () => {
    this.tiles.hide();
    void this.own.take();
  }];

  private readonly writing: Step = ["write", () => {
    this.main.querySelector<HTMLFormElement>('form[action$="/medium/"]')?.requestSubmit();
  }];

  /** The way to the other side is sought while the camera is still being asked for: what it shows comes later. */
  private async begin(): Promise<void> {
    if (this.blocked) {
      this.trouble(this.blocked);
      return;
    }
    await this.own.take();
    await media.list(this.main);
  }

  private trouble(which: media.Trouble): void {
    if (!which) return;
    const steps = ["insecure", "no-webrtc"].includes(which) ? [] : [this.trying];
    this.tiles.show(which, ["no-camera", "no-mic"].includes(which) ? steps : [...steps, this.writing]);
  }

  private async serve(): Promise<void> {
    if (Date.now() - this.servedAt < FRESH) return;
    const answer = await fetch(`${this.main.dataset["base"] ?? ""}ice/`).catch(() => null);
    if (answer?.ok) this.take(await answer.text());
  }

  /** The servers that help to find a way, as the page brought them along, or as they were asked for again. */
  private take(text: string): void {
    if (!text) return;
    const given = JSON.parse(text) as { iceServers: RTCIceServer[]; relay_only?: boolean };
    const relay = given.relay_only ? { iceTransportPolicy: "relay" as const } : {};
    this.servers = { iceServers: given.iceServers, ...relay };
    this.servedAt = Date.now();
  }

  private listen(): void {
    const act: Record<string, () => void> = {
      mic: () => this.say(word(this.own.mute() ? "unmuted" : "muted")),
      camera: () => void this.own.toggleCamera().then((on) => this.say(word(on ? "lit" : "dark"))),
      screen: () => void this.own.toggleScreen().then((on) => on !== null && this.say(word(on ? "sharing" : "not-sharing"))),
      devices: () => this.toggleDevices(),
      pip: () => void this.tiles.video.requestPictureInPicture().catch(() => undefined),
    };
    for (const [name, run] of Object.entries(act)) {
      this.main.querySelector(`[data-do="${name}"]`)?.addEventListener("click", run);
    }
    this.main.querySelector<HTMLElement>('[data-do="pip"]')?.toggleAttribute("hidden", !document.pictureInPictureEnabled);
    const canShare = Boolean(navigator.mediaDevices && "getDisplayMedia" in navigator.mediaDevices); // not on phones
    this.main.querySelector<HTMLElement>('[data-do="screen"]')?.toggleAttribute("hidden", !canShare);
    const keys: Record<string, string> = { m: "mic", v: "camera", s: "screen", d: "devices" };
    document.addEventListener("keydown", (event) => {
      const typing = (event.target as HTMLElement).closest("input, textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const name = keys[event.key] ?? "";
      if (name !== "screen" || canShare) act[name]?.();
    });
    for (const select of this.main.querySelectorAll<HTMLSelectElement>("select[data-device]")) {
      select.addEventListener("change", () => void this.change(select.dataset["device"] as media.Kind, select.value));
    }
    this.main.querySelector<HTMLInputElement>("[data-blur]")?.addEventListener("change", (event) => {
      void this.own.blur((event.target as HTMLInputElement).checked);
    });
    const thrift = this.main.querySelector<HTMLInputElement>("[data-thrift]");
    if (thrift) thrift.checked = true;
    thrift?.addEventListener("change", () => !thrift.checked && this.thrift.on && void this.hold(new Thrift()));
    window.addEventListener("online", () => void this.serve().then(() => this.call.restart()));
    navigator.mediaDevices?.addEventListener("devicechange", () => void media.list(this.main));
  }

  private async change(kind: media.Kind, id: string): Promise<void> {
    media.choose(kind, id);
    if (kind === "audiooutput") {
      await (this.tiles.video as { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(id).catch(() => undefined);
    } else if (await this.own.change(kind)) this.tiles.hide();
  }

  private toggleDevices(): void {
    const sheet = this.tiles.part("devices");
    sheet.hidden = !sheet.hidden;
    this.main.querySelector('[data-do="devices"]')?.setAttribute("aria-expanded", String(!sheet.hidden));
    if (!sheet.hidden) sheet.querySelector<HTMLElement>("select")?.focus();
  }

  private changed(): void {
    this.tiles.drawOwn(this.own);
    this.main.querySelector("[data-blur-line]")?.toggleAttribute("hidden", !this.own.canBlur);
    this.tellMedia();
  }

  /** What is on, for the others; said once, and again after the connection was lost. */
  private tellMedia(): void {
    const { room, tab } = this;
    const state = { ...this.own.state, saving: this.thrift.on && this.own.state.camera };
    const text = JSON.stringify(state);
    if (text === this.told || !this.live.say({ type: "room.media", room, tab, ...state })) return;
    this.told = text;
  }

  private became(state: PeerState): void {
    if (state === "connected") {
      if (["again", "no-way"].includes(this.tiles.notice)) this.tiles.hide();
      this.main.dataset["connected"] = "yes";
    } else if (state === "again") {
      this.tiles.show("again", []);
      void this.serve();
    } else if (state === "failed") {
      this.tiles.show("no-way", [["try", () => void this.serve().then(() => this.call.restart())], this.writing]);
    }
    this.draw();
    this.line();
  }

  private meet(others: readonly Present[]): void {
    const isIn = (some: readonly Present[], one: Present): boolean => some.some((other) => other.person === one.person);
    const before = this.others;
    this.others = others;
    for (const one of before) if (!isIn(others, one)) this.say(word("went", one.name));
    for (const one of others) if (!isIn(before, one)) this.say(word("came", one.name));
    this.draw();
    this.line();
  }

  private draw(): void {
    this.tiles.drawTheirs(this.others, (tab) => this.call.peers.get(tab ?? "")?.connected === true);
  }

  /** How good the connection is, in the head; only the voice is sent where it is poor. */
  private async look(): Promise<void> {
    this.call.tidy();
    const peer = [...this.call.peers.values()].find((one) => one.connected);
    if (!peer) {
      this.before = null;
      this.line();
      return;
    }
    const stats = await peer.connection.getStats();
    const now = sample(stats as unknown as Iterable<[string, unknown]>, Date.now());
    if (now && this.before) {
      const found = level(this.before, now);
      await this.save(outward(this.before, now));
      this.line(found, now.relayed);
    }
    this.before = now;
    await this.serve();
  }

  private async save(found: Level): Promise<void> {
    if (this.main.querySelector<HTMLInputElement>("[data-thrift]")?.checked === false) return;
    const before = this.thrift.on;
    if (this.thrift.look(found) !== before) await this.hold(this.thrift);
  }

  /** The picture is held back, or goes again; the others are told why it does not come. */
  private async hold(thrift: Thrift): Promise<void> {
    this.thrift = thrift;
    this.tellMedia();
    await this.call.send(CAMERA, thrift.on ? null : this.own.video);
    this.say(word(thrift.on ? "voice-only" : "picture-again"));
  }

  private line(found?: Level, relayed = false): void {
    const line = this.main.querySelector<HTMLElement>("[data-quality-line]");
    if (!line) return;
    const [other] = this.others;
    const peer = this.call.peers.get(other?.tab ?? "");
    const states: Record<PeerState, string> = { connected: found ?? "good", again: "again", connecting: "connecting", failed: "poor" };
    const key = !other ? "" : peer ? states[peer.state] : "connecting";
    const name = other?.name ?? this.main.dataset["name"] ?? "";
    const saving = key && this.thrift.on ? [word("voice-alone")] : [];
    const text = key ? [word(key), ...(relayed ? [word("relayed")] : []), ...saving].join(", ") : word("away", name);
    if (line.textContent !== text) line.textContent = text;
    line.dataset["level"] = found ?? "";
    if (!key) delete this.main.dataset["connected"];
  }
}
