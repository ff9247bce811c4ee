// What this side sends: microphone, camera, screen; and what happens when one of them is not to be had, or goes away.
import * as media from "./media.ts";
import { AUDIO, CAMERA, SCREEN, type Slot } from "./peer.ts";

export interface OwnEars {
  /** Send this in that place from now on. */
  send(slot: Slot, track: MediaStreamTrack | null): Promise<void>;
  /** Something is on or off now. */
  changed(): void;
  trouble(which: media.Trouble): void;
  /** A device went away by itself: a phone call, a plug. */
  lost(): void;
}

export interface OnOff {
  mic: boolean;
  camera: boolean;
  screen: boolean;
}

export class Own {
  audio: MediaStreamTrack | null = null;
  video: MediaStreamTrack | null = null;
  shared: MediaStreamTrack | null = null;
  private over = false;

  constructor(private readonly ears: OwnEars) {}

  get state(): OnOff {
    return { mic: this.audio?.enabled === true, camera: this.video !== null, screen: this.shared !== null };
  }

  /** Camera and microphone, or what of them is to be had; anew where they were there. */
  async take(): Promise<void> {
    for (const track of [this.audio, this.video]) track?.stop();
    const got = await media.both();
    [this.audio, this.video] = [this.watched(got.audio), this.watched(got.video)];
    if (got.trouble) this.ears.trouble(got.trouble);
    await this.ears.send(AUDIO, this.audio);
    await this.ears.send(CAMERA, this.video);
    this.ears.changed();
  }

  /** Off where it is on, and the other way round; gives whether it is on now. */
  mute(): boolean {
    if (this.audio) this.audio.enabled = !this.audio.enabled;
    this.ears.changed();
    return this.state.mic;
  }

  async toggleCamera(): Promise<boolean> {
    if (this.video) {
      this.video.stop();
      this.video = null;
    } else {
      this.video = this.watched(await media.one("videoinput").catch((error: unknown) => this.none(error)));
    }
    await this.ears.send(CAMERA, this.video);
    this.ears.changed();
    return this.state.camera;
  }

  /** Null where somebody has thought better of it. */
  async toggleScreen(): Promise<boolean | null> {
    if (this.shared) {
      this.shared.stop();
      this.shared = null;
    } else {
      this.shared = await media.screen().catch(() => null);
      if (!this.shared) return null;
      this.shared.contentHint = "detail";
      this.shared.addEventListener("ended", () => this.shared && void this.toggleScreen());
    }
    await this.ears.send(SCREEN, this.shared);
    this.ears.changed();
    return this.state.screen;
  }

  /** Another camera or microphone, in the middle of the call. */
  async change(kind: "audioinput" | "videoinput"): Promise<boolean> {
    const track = await media.one(kind).catch((error: unknown) => this.none(error));
    if (!track) return false;
    const old = kind === "videoinput" ? this.video : this.audio;
    track.enabled = old?.enabled ?? true;
    if (kind === "videoinput") this.video = this.watched(track);
    else this.audio = this.watched(track);
    old?.stop();
    await this.ears.send(kind === "videoinput" ? CAMERA : AUDIO, track);
    this.ears.changed();
    return true;
  }

  async blur(on: boolean): Promise<void> {
    await this.video?.applyConstraints({ backgroundBlur: on } as MediaTrackConstraints).catch(() => undefined);
  }

  get canBlur(): boolean {
    const can = this.video?.getCapabilities?.() as { backgroundBlur?: boolean[] } | undefined;
    return can?.backgroundBlur?.includes(true) ?? false;
  }

  end(): void {
    this.over = true;
    for (const track of [this.audio, this.video, this.shared]) track?.stop();
    this.audio = this.video = this.shared = null;
    this.ears.changed();
  }

  private none(error: unknown): null {
    this.ears.trouble(media.reason(error));
    return null;
  }

  private watched(track: MediaStreamTrack | null): MediaStreamTrack | null {
    track?.addEventListener("ended", () => {
      if (this.over || (track !== this.audio && track !== this.video)) return;
      if (track === this.audio) this.audio = null;
      else this.video = null;
      this.ears.changed();
      this.ears.lost();
    });
    return track;
  }
}
