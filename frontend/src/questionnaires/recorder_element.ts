// Speak or film an answer: recorded here, and then a file like any other.
import { word } from "./words.ts";

const FORMATS = {
  audio: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  video: ["video/webm;codecs=vp8,opus", "video/mp4", "video/webm"],
};
const LONGEST = 900; // seconds, where the question says nothing

type Say = (text: string) => void;

/** Put a button there that records until it is pressed again, or until the question's seconds are over. `say` is what a
 * screen reader hears, and who looks on sees: that it runs, or why it doesn't. */
export function record(box: HTMLElement, keep: (file: File) => void, say: Say): void {
  const kind = box.dataset["recorder"] === "video" ? "video" : "audio";
  const rest = word(kind === "video" ? "film" : "speak");
  const row = document.createElement("div");
  row.className = "recorder";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = rest;
  const clock = document.createElement("span"); // seen, not said: it would be said every second
  clock.className = "figure soft";
  clock.setAttribute("aria-hidden", "true");
  row.append(button, clock);
  const eye = document.createElement("video");
  eye.muted = eye.playsInline = eye.hidden = true;
  box.querySelector("input[type=file]")?.before(row);
  if (kind === "video") row.before(eye);

  let recorder: MediaRecorder | null = null;
  let timer = 0;
  button.addEventListener("click", () => (recorder ? recorder.stop() : void begin()));

  const ended = (stream: MediaStream) => {
    for (const track of stream.getTracks()) track.stop();
    clearInterval(timer);
    button.textContent = rest;
    button.classList.remove("danger");
    clock.textContent = "";
    eye.hidden = true;
    eye.srcObject = null;
    recorder = null;
  };

  async function begin(): Promise<void> {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === "video" });
    } catch {
      return say(word("nomic"));
    }
    const format = FORMATS[kind].find((one) => MediaRecorder.isTypeSupported(one));
    const made = (recorder = new MediaRecorder(stream, format ? { mimeType: format } : {}));
    const parts: Blob[] = [];
    made.addEventListener("dataavailable", (event) => parts.push(event.data));
    made.addEventListener("stop", () => {
      ended(stream);
      const type = made.mimeType.split(";")[0] ?? "";
      keep(new File(parts, `${word("recording")}.${type.split("/")[1] ?? "webm"}`, { type }));
    });
    if (kind === "video") {
      eye.hidden = false;
      eye.srcObject = stream;
      void eye.play();
    }
    made.start(1000);
    button.textContent = word("stop");
    button.classList.add("danger");
    say(word("begun"));
    ticking(made);
  }

  function ticking(made: MediaRecorder): void {
    const most = Number(box.dataset["seconds"] || LONGEST);
    let gone = 0;
    const tick = () => {
      clock.textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
      if (gone >= most) made.stop();
      gone += 1;
    };
    tick();
    timer = window.setInterval(tick, 1000);
  }
}
