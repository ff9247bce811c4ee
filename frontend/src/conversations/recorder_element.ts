// A voice memo: recorded here, heard before it goes, and then a file like any other.
import { find } from "./messages_element.ts";
import { clock } from "./order.ts";
import { word } from "./words.ts";

const FORMATS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"]; // Chromium and Firefox; Safari
const LONGEST = 15 * 60; // seconds

/** Show the button where the browser can record; `keep` gets the memo and its length in seconds. */
export function watchRecorder(form: HTMLElement, keep: (file: File, seconds: number) => void, say: (text: string) => void): void {
  const button = find<HTMLButtonElement>(form, "[data-record]");
  if (!("MediaRecorder" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    say("");
    new Recording(form, keep, say).begin().catch(() => say(word("nomic")));
  });
}

class Recording {
  private readonly panel: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly audio: HTMLAudioElement;
  private readonly ending = new AbortController();
  private stream: MediaStream | null = null;
  private recorder: MediaRecorder | null = null;
  private context: AudioContext | null = null;
  private began = 0;
  private seconds = 0;
  private blob: Blob | null = null;

  constructor(form: HTMLElement, private readonly keep: (file: File, seconds: number) => void, private readonly say: (text: string) => void) {
    this.panel = find(form, "[data-recorder]");
    this.button = find<HTMLButtonElement>(form, "[data-record]");
    this.audio = find<HTMLAudioElement>(form, "[data-preview]");
  }

  async begin(): Promise<void> {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const format = FORMATS.find((one) => MediaRecorder.isTypeSupported(one));
    this.recorder = new MediaRecorder(this.stream, format ? { mimeType: format, audioBitsPerSecond: 48_000 } : {});
    const parts: Blob[] = [];
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => this.stopped(new Blob(parts, { type: this.recorder?.mimeType ?? "" })));
    this.on("[data-record-stop]", () => this.recorder?.stop());
    this.on("[data-record-off]", () => this.end());
    this.on("[data-record-keep]", () => this.attach());
    this.draw({ recording: true });
    this.recorder.start(1000);
    this.began = performance.now();
    this.meter();
    find<HTMLButtonElement>(this.panel, "[data-record-stop]").focus();
  }

  private on(selector: string, act: () => void): void {
    find(this.panel, selector).addEventListener("click", act, { signal: this.ending.signal });
  }

  /** How loud it is, so that one sees that it records. */
  private meter(): void {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 512;
    this.context.createMediaStreamSource(this.stream as MediaStream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const bar = this.panel.querySelector("[data-level]");
    const draw = () => {
      if (this.recorder?.state !== "recording") return;
      analyser.getByteTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
      bar?.setAttribute("width", String(Math.min(100, (loudest / 90) * 100)));
      this.seconds = (performance.now() - this.began) / 1000;
      find(this.panel, "[data-clock]").textContent = clock(this.seconds);
      if (this.seconds > LONGEST) this.recorder.stop();
      else requestAnimationFrame(draw);
    };
    draw();
  }

  private stopped(blob: Blob): void {
    this.seconds = (performance.now() - this.began) / 1000;
    this.release();
    if (this.ending.signal.aborted) return;
    this.blob = blob;
    this.audio.src = URL.createObjectURL(blob);
    this.draw({ recording: false });
    find<HTMLButtonElement>(this.panel, "[data-record-keep]").focus();
  }

  private attach(): void {
    if (this.blob && this.blob.size > 0) {
      const type = this.blob.type.split(";")[0] ?? "";
      const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "webm";
      this.keep(new File([this.blob], `${word("memo")}.${ending}`, { type }), Math.round(this.seconds * 10) / 10);
    } else {
      this.say(word("failed"));
    }
    this.end();
  }

  private draw({ recording }: { recording: boolean }): void {
    this.panel.hidden = false;
    this.button.disabled = true;
    this.audio.hidden = recording;
    find(this.panel, "[data-record-keep]").hidden = recording;
    find(this.panel, "[data-record-stop]").hidden = !recording;
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    void this.context?.close();
    this.context = null;
  }

  private end(): void {
    this.ending.abort();
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.release();
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute("src");
    this.panel.hidden = true;
    this.button.disabled = false;
    this.button.focus();
  }
}
