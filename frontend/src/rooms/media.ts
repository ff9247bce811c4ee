// The camera, the microphone and the screen of this device.

export type Kind = "audioinput" | "videoinput" | "audiooutput";
export type Trouble = "" | "refused" | "none" | "no-camera" | "no-mic" | "taken" | "insecure" | "no-webrtc";

/** What stands in the way of a call at all. */
export interface Able {
  isSecureContext: boolean;
  RTCPeerConnection?: unknown;
  navigator: { mediaDevices?: unknown };
}

export function obstacle(view: Able): Trouble {
  if (!view.isSecureContext) return "insecure";
  if (!view.RTCPeerConnection || !view.navigator.mediaDevices) return "no-webrtc";
  return "";
}

/** Why the browser gave nothing, in a word of ours. */
export function reason(error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (["NotAllowedError", "SecurityError", "PermissionDeniedError"].includes(name)) return "refused";
  if (["NotReadableError", "AbortError", "TrackStartError"].includes(name)) return "taken";
  return "none";
}

/** A device that was chosen before on this machine. */
export function chosen(kind: Kind): string {
  try {
    return localStorage.getItem(`oc-${kind}`) ?? "";
  } catch {
    return "";
  }
}

export function choose(kind: Kind, id: string): void {
  try {
    localStorage.setItem(`oc-${kind}`, id);
  } catch {
    // it holds for this page then
  }
}

const PICTURE = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24 } }; // half the work of 720p

export function wanted(kind: "audioinput" | "videoinput"): MediaTrackConstraints {
  const id = chosen(kind);
  const device = id ? { deviceId: { ideal: id } } : {};
  return kind === "videoinput" ? { ...PICTURE, ...device } : { echoCancellation: true, noiseSuppression: true, ...device };
}

export interface Got {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  trouble: Trouble;
}

/** Both if they are to be had, one of them else; with what stands in the way of the other. */
export async function both(devices: MediaDevices = navigator.mediaDevices): Promise<Got> {
  const video = wanted("videoinput");
  const audio = wanted("audioinput");
  try {
    const stream = await devices.getUserMedia({ audio, video });
    return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null, trouble: "" };
  } catch (error) {
    if (reason(error) === "refused") return { audio: null, video: null, trouble: "refused" };
    const why = reason(error);
    const voice = await devices.getUserMedia({ audio }).catch(() => null);
    const picture = voice ? null : await devices.getUserMedia({ video }).catch(() => null);
    const trouble: Trouble = voice ? (why === "taken" ? "taken" : "no-camera") : picture ? "no-mic" : why;
    return { audio: voice?.getAudioTracks()[0] ?? null, video: picture?.getVideoTracks()[0] ?? null, trouble };
  }
}

/** The device that was chosen, and no other; any, where none was. */
export async function one(kind: "audioinput" | "videoinput"): Promise<MediaStreamTrack> {
  const id = chosen(kind);
  const asked = { ...wanted(kind), ...(id ? { deviceId: { exact: id } } : {}) };
  const stream = await navigator.mediaDevices.getUserMedia(kind === "videoinput" ? { video: asked } : { audio: asked });
  const [track] = stream.getTracks();
  if (!track) throw new DOMException("none", "NotFoundError");
  return track;
}

export async function screen(): Promise<MediaStreamTrack | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } } });
  return stream.getVideoTracks()[0] ?? null;
}

/** Fill the choices with the devices that are there; a kind without a choice is hidden. */
export async function list(root: ParentNode): Promise<void> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  for (const select of root.querySelectorAll<HTMLSelectElement>("select[data-device]")) {
    const kind = select.dataset["device"] as Kind;
    const mine = found.filter((device) => device.kind === kind);
    const before = select.value || chosen(kind);
    select.replaceChildren(
      ...mine.map((device, place) => new Option(device.label || `${place + 1}`, device.deviceId)),
    );
    if (mine.some((device) => device.deviceId === before)) select.value = before;
    const out = select.closest<HTMLElement>("[data-out]");
    if (out) out.hidden = mine.length < 2 || !("setSinkId" in HTMLMediaElement.prototype);
    select.disabled = mine.length === 0;
  }
}

/** How loud a track is, from 0 to 1, told some times a second until the returned function is called. */
export function loudness(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const values = new Uint8Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getByteTimeDomainData(values);
    let most = 0;
    for (const value of values) most = Math.max(most, Math.abs(value - 128));
    tell(Math.min(1, most / 64));
  }, 80);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
