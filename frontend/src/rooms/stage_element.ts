// The call on the screen: the other's picture large, one's own small, and what can be done with them.
import type { Live } from "../live/live.ts";
import type { Present, RoomFrame } from "../live/protocol.ts";
import { Call } from "./call.ts";
import * as media from "./media.ts";
import { AUDIO, CAMERA, SCREEN, type PeerState, type Slot } from "./peer.ts";
import { level, sample, Thrift, type Sample } from "./quality.ts";
import { word } from "./words.ts";

const LOOK = 3_000; // ms between two looks at the connection
const FRESH = 30 * 60_000; // ms for which the credentials of the relay are used

export class Stage {
  private readonly call: Call;
  private audio: MediaStreamTrack | null = null;
  private video: MediaStreamTrack | null = null;
  private shared: MediaStreamTrack | null = null;
  private servers: RTCConfiguration = {};
  private servedAt = 0;
  private ready: Promise<void>;
  private other: Present | null = null;
  private theirs = new Map<Slot, MediaStreamTrack>();
  private before: Sample | null = null;
  private readonly thrift = new Thrift();
  private notice = "";
  private over = false;

  constructor(
    private readonly main: HTMLElement,
    private readonly live: Live,
    private readonly room: string,
    private readonly tab: string,
    private readonly say: (text: string) => void,
  ) {
    this.call = new Call(tab, () => this.servers, {
      signal: (to, data) => void live.say({ type: "room.signal", room, tab, to, data }),
      track: (_tab, slot, track) => this.came(slot, track),
      state: (_tab, state) => this.became(state),
      dropped: () => this.dropped(),
    });
    this.ready = this.begin();
    this.listen();
    window.setInterval(() => void this.look(), LOOK);
  }

  /** Who is there, as the server says. */
  here(frame: RoomFrame, me: string): void {
    void this.ready.then(() => {
      if (this.over) return;
      const others = this.call.here(frame, me);
      const other = others[0] ?? null;
      this.meet(other);
      this.tellMedia();
    });
  }

  signal(from: string, data: Parameters<Call["hear"]>[1]): void {
    void this.ready.then(() => this.over || this.call.hear(from, data));
  }

  cut(tabs: readonly string[]): void {
    this.call.cut(tabs);
  }

  end(): void {
    this.over = true;
    this.call.end();
    for (const track of [this.audio, this.video, this.shared]) track?.stop();
    this.audio = this.video = this.shared = null;
    this.draw();
  }

  /** The connection to our server is lost, or back: the call itself goes on. */
  server(lost: boolean): void {
    if (lost && this.call.peers.size > 0) this.show("server-lost", []);
    else if (!lost && this.notice === "server-lost") {
      this.hide();
      this.say(word("server-back"));
      this.told = "";
    }
  }

  elsewhere(): void {
    this.end();
    this.show("other-tab", [["here", () => location.reload()]]);
  }

  gone(): void {
    this.end();
    this.show("gone", []);
  }

  private async begin(): Promise<void> {
    const blocked = media.obstacle(window);
    if (blocked) {
      this.trouble(blocked);
      return;
    }
    await this.serve();
    await this.take();
  }

  /** Camera and microphone, or what of them is to be had. */
  private async take(): Promise<void> {
    const got = await media.both();
    this.audio = got.audio;
    this.video = got.video;
    this.watchTrack(this.audio);
    this.watchTrack(this.video);
    if (got.trouble) this.trouble(got.trouble);
    await this.call.send(AUDIO, this.audio);
    await this.call.send(CAMERA, this.video);
    await media.list(this.main);
    this.offerBlur();
    this.draw();
    this.tellMedia();
  }

  private trouble(which: media.Trouble): void {
    if (!which) return;
    const steps: [string, () => void][] = [];
    if (!["insecure", "no-webrtc"].includes(which)) steps.push(["try", () => void this.again()]);
    if (!["no-camera", "no-mic"].includes(which)) steps.push(["write", () => this.write()]);
    this.show(which, steps);
  }

  private async again(): Promise<void> {
    this.hide();
    for (const track of [this.audio, this.video]) track?.stop();
    await this.take();
  }

  private async serve(): Promise<void> {
    if (Date.now() - this.servedAt < FRESH) return;
    const answer = await fetch(`${this.main.dataset["base"] ?? ""}ice/`).catch(() => null);
    if (!answer?.ok) return;
    const given = (await answer.json()) as { iceServers: RTCIceServer[]; relay_only?: boolean };
    this.servers = { iceServers: given.iceServers, ...(given.relay_only ? { iceTransportPolicy: "relay" as const } : {}) };
    this.servedAt = Date.now();
  }

  private listen(): void {
    const act: Record<string, () => void> = {
      mic: () => this.mute(),
      camera: () => void this.toggleCamera(),
      screen: () => void this.toggleScreen(),
      devices: () => this.toggleDevices(),
      pip: () => void this.part<HTMLVideoElement>("theirs").requestPictureInPicture().catch(() => undefined),
    };
    for (const [name, run] of Object.entries(act)) {
      this.main.querySelector(`[data-do="${name}"]`)?.addEventListener("click", run);
    }
    const pip = this.main.querySelector<HTMLElement>('[data-do="pip"]');
    if (pip) pip.hidden = !document.pictureInPictureEnabled;
    const keys: Record<string, string> = { m: "mic", v: "camera", s: "screen", d: "devices" };
    document.addEventListener("keydown", (event) => {
      const target = event.target as HTMLElement;
      const typing = target.closest("input, textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const name = keys[event.key];
      if (name) act[name]?.();
    });
    for (const select of this.main.querySelectorAll<HTMLSelectElement>("select[data-device]")) {
      select.addEventListener("change", () => void this.change(select.dataset["device"] as media.Kind, select.value));
    }
    this.main.querySelector("[data-blur]")?.addEventListener("change", (event) => {
      const on = (event.target as HTMLInputElement).checked;
      void this.video?.applyConstraints({ backgroundBlur: on } as MediaTrackConstraints).catch(() => undefined);
    });
    const thrift = this.main.querySelector<HTMLInputElement>("[data-thrift]");
    if (thrift) thrift.checked = true;
    window.addEventListener("online", () => void this.serve().then(() => this.call.restart()));
    navigator.mediaDevices?.addEventListener("devicechange", () => void media.list(this.main));
  }

  private mute(): void {
    if (!this.audio) return;
    this.audio.enabled = !this.audio.enabled;
    this.say(word(this.audio.enabled ? "unmuted" : "muted"));
    this.draw();
    this.tellMedia();
  }

  private async toggleCamera(): Promise<void> {
    if (this.video) {
      this.video.stop();
      this.video = null;
    } else {
      this.video = await media.one("videoinput").catch((error: unknown) => {
        this.trouble(media.reason(error));
        return null;
      });
      this.watchTrack(this.video);
    }
    this.say(word(this.video ? "lit" : "dark"));
    await this.call.send(CAMERA, this.video);
    this.offerBlur();
    this.draw();
    this.tellMedia();
  }

  private async toggleScreen(): Promise<void> {
    if (this.shared) {
      this.shared.stop();
      this.shared = null;
    } else {
      this.shared = await media.screen().catch(() => null);
      if (!this.shared) return;
      this.shared.contentHint = "detail";
      this.shared.addEventListener("ended", () => this.shared && void this.toggleScreen());
    }
    this.say(word(this.shared ? "sharing" : "not-sharing"));
    await this.call.send(SCREEN, this.shared);
    this.draw();
    this.tellMedia();
  }

  private async change(kind: media.Kind, id: string): Promise<void> {
    media.choose(kind, id);
    if (kind === "audiooutput") {
      const theirs = this.part<HTMLVideoElement & { setSinkId?: (id: string) => Promise<void> }>("theirs");
      await theirs.setSinkId?.(id).catch(() => undefined);
      return;
    }
    try {
      const track = await media.one(kind);
      const old = kind === "videoinput" ? this.video : this.audio;
      track.enabled = old?.enabled ?? true;
      old?.stop();
      this.watchTrack(track);
      if (kind === "videoinput") this.video = track;
      else this.audio = track;
      await this.call.send(kind === "videoinput" ? CAMERA : AUDIO, track);
      this.hide();
    } catch (error) {
      this.trouble(media.reason(error));
    }
    this.offerBlur();
    this.draw();
    this.tellMedia();
  }

  private toggleDevices(): void {
    const sheet = this.part("devices");
    sheet.hidden = !sheet.hidden;
    this.main.querySelector('[data-do="devices"]')?.setAttribute("aria-expanded", String(!sheet.hidden));
    if (!sheet.hidden) sheet.querySelector<HTMLElement>("select")?.focus();
  }

  private offerBlur(): void {
    const line = this.main.querySelector<HTMLElement>("[data-blur-line]");
    const can = this.video?.getCapabilities?.() as { backgroundBlur?: boolean[] } | undefined;
    if (line) line.hidden = !can?.backgroundBlur?.includes(true);
  }

  /** A phone call takes the microphone, a plug is pulled. */
  private watchTrack(track: MediaStreamTrack | null): void {
    track?.addEventListener("ended", () => {
      if (this.over || (track !== this.audio && track !== this.video)) return;
      if (track === this.audio) this.audio = null;
      else this.video = null;
      this.show("lost-device", [["try", () => void this.again()], ["write", () => this.write()]]);
      this.draw();
      this.tellMedia();
    });
  }

  private told = "";

  private tellMedia(): void {
    const { room, tab } = this;
    const state = { mic: this.audio?.enabled === true, camera: this.video !== null, screen: this.shared !== null };
    const text = JSON.stringify(state);
    if (text !== this.told && this.live.say({ type: "room.media", room, tab, ...state })) this.told = text;
  }

  /** The server has forgotten what was on: it is said again. */
  forgotten(): void {
    this.told = "";
  }

  private came(slot: Slot, track: MediaStreamTrack): void {
    this.theirs.set(slot, track);
    track.addEventListener("unmute", () => this.drawTheirs());
    track.addEventListener("mute", () => this.drawTheirs());
    this.drawTheirs();
  }

  private dropped(): void {
    this.theirs.clear();
    this.before = null;
    this.drawTheirs();
  }

  private became(state: PeerState): void {
    if (state === "connected") {
      if (["again", "no-way"].includes(this.notice)) this.hide();
      this.main.dataset["connected"] = "yes";
    } else if (state === "again") {
      this.show("again", []);
      void this.serve();
    } else if (state === "failed") {
      this.show("no-way", [["try", () => void this.serve().then(() => this.call.restart())], ["write", () => this.write()]]);
    }
    this.line();
  }

  private meet(other: Present | null): void {
    const before = this.other;
    this.other = other;
    if (other && before?.person !== other.person) this.say(word("came", other.name));
    if (!other && before) this.say(word("went", before.name));
    this.drawTheirs();
    this.line();
  }

  private drawTheirs(): void {
    const other = this.other;
    const video = this.part<HTMLVideoElement>("theirs");
    const name = other?.name ?? this.main.dataset["name"] ?? "";
    const showsScreen = other?.screen === true && this.theirs.has(SCREEN);
    const showsCamera = other?.camera === true && this.theirs.has(CAMERA);
    const tracks = [this.theirs.get(AUDIO), showsScreen ? this.theirs.get(SCREEN) : showsCamera ? this.theirs.get(CAMERA) : undefined];
    const wanted = tracks.filter((track): track is MediaStreamTrack => track !== undefined);
    const stream = video.srcObject instanceof MediaStream ? video.srcObject : new MediaStream();
    for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track);
    for (const track of wanted) if (!stream.getTracks().includes(track)) stream.addTrack(track);
    if (video.srcObject !== stream) video.srcObject = stream;
    if (wanted.length > 0) void video.play().catch(() => undefined);
    this.part("main").classList.toggle("is-screen", showsScreen);
    const none = this.part("theirs-none");
    none.hidden = showsScreen || showsCamera;
    const peer = other?.tab ? this.call.peers.get(other.tab) : undefined;
    const words = !other ? "away" : !other.tab ? "back-soon" : !peer?.connected ? "connecting" : "no-picture";
    this.part("theirs-words").textContent = word(words, name);
    this.part("theirs-name").textContent = name;
    this.part("theirs-muted").hidden = !other?.tab || other.mic === true;
  }

  private draw(): void {
    const mine = this.part<HTMLVideoElement>("mine");
    const shows = this.shared ?? this.video;
    mine.srcObject = shows ? new MediaStream([shows]) : null;
    mine.classList.toggle("mirrored", !this.shared);
    if (shows) void mine.play().catch(() => undefined);
    this.part("mine-none").hidden = shows !== null;
    this.part("mine-muted").hidden = this.audio?.enabled === true;
    this.press("mic", this.audio?.enabled === true, this.audio?.enabled ? "mute" : "unmute", this.audio?.enabled ? "mic" : "mic-off");
    this.press("camera", this.video !== null, this.video ? "camera-off" : "camera-on", this.video ? "video" : "video-off");
    this.press("screen", this.shared !== null, this.shared ? "share-stop" : "share", this.shared ? "screen-share-off" : "screen-share");
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
      this.line(found, now.relayed);
      await this.save(found);
    }
    this.before = now;
    if (this.servedAt && Date.now() - this.servedAt > FRESH) await this.serve();
  }

  private async save(found: ReturnType<typeof level>): Promise<void> {
    const wanted = this.main.querySelector<HTMLInputElement>("[data-thrift]")?.checked !== false;
    const before = this.thrift.on;
    const on = this.thrift.look(found) && wanted;
    if (on === before) return;
    await this.call.send(CAMERA, on ? null : this.video);
    this.say(word(on ? "voice-only" : "picture-again"));
  }

  private line(found?: ReturnType<typeof level>, relayed = false): void {
    const line = this.main.querySelector<HTMLElement>("[data-quality-line]");
    if (!line) return;
    const peer = [...this.call.peers.values()][0];
    const key = !this.other ? "" : !peer ? "connecting" : peer.state === "connected" ? (found ?? "good") : peer.state === "again" ? "again" : "connecting";
    const name = this.other?.name ?? this.main.dataset["name"] ?? "";
    const text = key ? word(key) + (relayed ? `, ${word("relayed")}` : "") : word("away", name);
    if (line.textContent !== text) line.textContent = text;
    line.dataset["level"] = found ?? "";
    if (!key) delete this.main.dataset["connected"];
  }

  private show(key: string, steps: readonly [string, () => void][]): void {
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

  private hide(): void {
    this.notice = "";
    this.part("notice").hidden = true;
  }

  private write(): void {
    this.main.querySelector<HTMLFormElement>('form[action$="/medium/"]')?.requestSubmit();
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    const found = this.main.querySelector<T>(`[data-${name}]`);
    if (!found) throw new Error(`no part ${name}`);
    return found;
  }
}
