// One connection to one other tab: perfect negotiation over our own signalling. Media go straight from browser to
// browser, so the connection outlives the socket that made it.
import type { SignalData } from "../live/protocol.ts";

export const AUDIO = 0;
export const CAMERA = 1;
export const SCREEN = 2;
export type Slot = typeof AUDIO | typeof CAMERA | typeof SCREEN;
export type PeerState = "connecting" | "connected" | "again" | "failed";

export interface PeerEars {
  /** Gives whether it could be said. */
  signal(data: SignalData): boolean;
  track(slot: Slot, track: MediaStreamTrack): void;
  state(state: PeerState): void;
}

const PATIENCE = 3_000; // ms for which a broken way may mend by itself
const GIVE_UP = 25_000; // ms without a way, after which it is said

/**
 * `polite`: in a collision of two offers this side gives way. The other one makes the first offer, with a place for the
 * voice, the camera and the screen each, so that nothing has to be negotiated when one of them is turned on.
 */
export class Peer {
  state: PeerState = "connecting";
  readonly connection: RTCPeerConnection;
  private readonly local: (MediaStreamTrack | null)[] = [null, null, null];
  private making = false;
  private ignoring = false;
  private asked = false; // for a new way
  private mending = 0;
  private timer = 0;
  private closed = false;
  private unsaid = false; // what it describes last could not be said
  private saidAt = 0;
  private readonly early: RTCIceCandidateInit[] = [];

  constructor(
    make: () => RTCPeerConnection,
    readonly polite: boolean,
    private readonly ears: PeerEars,
  ) {
    this.connection = make();
    const pc = this.connection;
    pc.onnegotiationneeded = () => void this.offer();
    pc.onicecandidate = ({ candidate }) => ears.signal({ candidate: candidate?.toJSON() ?? null });
    pc.ontrack = ({ transceiver, track }) => {
      const slot = pc.getTransceivers().indexOf(transceiver);
      if (slot === AUDIO || slot === CAMERA || slot === SCREEN) ears.track(slot, track);
    };
    pc.oniceconnectionstatechange = () => this.watch();
    this.timer = window.setTimeout(() => this.giveUp(), GIVE_UP);
    if (!polite) {
      pc.addTransceiver("audio", { direction: "sendrecv" });
      pc.addTransceiver("video", { direction: "sendrecv" });
      pc.addTransceiver("video", { direction: "sendrecv" });
    }
  }

  /** Send this in that place from now on; null sends nothing. */
  async send(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    this.local[slot] = track;
    await this.connection.getTransceivers()[slot]?.sender.replaceTrack(track);
  }

  /** What the other side has signalled. */
  async hear({ description, candidate }: SignalData): Promise<void> {
    const pc = this.connection;
    if (this.closed) return;
    if (description) {
      if (description.type === "answer" && pc.signalingState !== "have-local-offer") return; // to an offer said twice
      const collision = description.type === "offer" && (this.making || pc.signalingState !== "stable");
      this.ignoring = !this.polite && collision;
      if (this.ignoring) return;
      await pc.setRemoteDescription(description);
      for (const one of this.early.splice(0)) await pc.addIceCandidate(one).catch(() => undefined);
      if (description.type !== "offer") return;
      await this.fill();
      await pc.setLocalDescription();
      this.describe();
    } else if (candidate) {
      if (!pc.remoteDescription) this.early.push(candidate);
      else await pc.addIceCandidate(candidate).catch((error: unknown) => {
        if (!this.ignoring) throw error;
      });
    }
  }

  /** Its last offer did not go out, or nobody has answered it for long: say it once more. */
  repeat(): void {
    const waits = this.connection.signalingState === "have-local-offer";
    if (waits && (this.unsaid || Date.now() - this.saidAt > PATIENCE)) this.describe();
  }

  /** Look for another way, after a change of the network. */
  restart(servers?: RTCConfiguration): void {
    if (this.closed) return;
    if (servers) this.connection.setConfiguration({ ...this.connection.getConfiguration(), ...servers });
    this.asked = true;
    this.connection.restartIce();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.mending);
    this.connection.close();
  }

  get connected(): boolean {
    return ["connected", "completed"].includes(this.connection.iceConnectionState);
  }

  private describe(): void {
    const description = this.connection.localDescription;
    if (!description) return;
    this.unsaid = !this.ears.signal({ description: description.toJSON() as RTCSessionDescriptionInit });
    this.saidAt = Date.now();
  }

  private async offer(): Promise<void> {
    try {
      this.making = true;
      await this.connection.setLocalDescription();
      this.describe();
    } catch {
      // closed meanwhile, or an offer of the other side came first
    } finally {
      this.making = false;
    }
  }

  /** The places that the other side has offered carry what this side sends. */
  private async fill(): Promise<void> {
    for (const [slot, transceiver] of this.connection.getTransceivers().entries()) {
      if (slot > SCREEN) break;
      if (transceiver.direction !== "sendrecv") transceiver.direction = "sendrecv";
      const track = this.local[slot] ?? null;
      if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
    }
  }

  private watch(): void {
    const state = this.connection.iceConnectionState;
    if (this.connected) {
      this.asked = false;
      clearTimeout(this.mending);
      clearTimeout(this.timer);
      this.timer = 0;
      this.become("connected");
      return;
    }
    if (state !== "disconnected" && state !== "failed") return;
    this.become("again");
    this.timer ||= window.setTimeout(() => this.giveUp(), GIVE_UP);
    clearTimeout(this.mending);
    const wait = state === "failed" && !this.asked ? 0 : PATIENCE;
    this.mending = window.setTimeout(() => this.mend(), this.polite ? wait + PATIENCE / 2 : wait);
  }

  private mend(): void {
    if (this.closed || this.connected) return;
    this.restart();
    this.mending = window.setTimeout(() => this.mend(), 2 * PATIENCE);
  }

  private giveUp(): void {
    this.timer = 0;
    if (!this.closed && !this.connected) this.become("failed");
  }

  private become(state: PeerState): void {
    if (state === this.state) return;
    this.state = state;
    this.ears.state(state);
  }
}
