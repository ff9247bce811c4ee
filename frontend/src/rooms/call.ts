// The calls of this tab: one connection to each other tab that is in the room. The server only says who is there; what
// flows between two browsers outlives its restarts.
import type { Present, RoomFrame, SignalData } from "../live/protocol.ts";
import { AUDIO, CAMERA, Peer, SCREEN, type PeerState, type Slot } from "./peer.ts";

export interface CallEars {
  signal(to: string, data: SignalData): boolean;
  track(tab: string, slot: Slot, track: MediaStreamTrack): void;
  state(tab: string, state: PeerState): void;
  dropped(tab: string): void;
}

const ABSENT = 10_000; // ms for which somebody whom the server does not name is waited for, without a connection

export class Call {
  readonly peers = new Map<string, Peer>();
  private readonly absent = new Map<string, number>();
  private readonly local: (MediaStreamTrack | null)[] = [null, null, null];

  constructor(
    private readonly tab: string,
    private readonly configuration: () => RTCConfiguration,
    private readonly ears: CallEars,
  ) {}

  /** Who is there now. Nobody is hung up on only because the server has lost sight of them. */
  here(frame: RoomFrame, me: string): Present[] {
    const others = frame.people.filter((one) => one.person !== me && one.stage === "in");
    const tabs = new Set(others.map((one) => one.tab).filter((tab): tab is string => tab !== undefined));
    for (const tab of tabs) {
      this.absent.delete(tab);
      if (this.peers.has(tab)) this.peers.get(tab)?.repeat();
      else this.meet(tab);
    }
    for (const [tab, peer] of this.peers) {
      if (tabs.has(tab)) continue;
      const came = tabs.size > 0; // with a new page: the old one is gone
      const since = this.absent.get(tab) ?? Date.now();
      this.absent.set(tab, since);
      if (came || (!peer.connected && Date.now() - since > ABSENT)) this.drop(tab);
    }
    return others;
  }

  hear(from: string, data: SignalData): void {
    const peer = this.peers.get(from) ?? this.meet(from);
    void peer.hear(data).catch(() => peer.restart());
  }

  cut(tabs: readonly string[]): void {
    for (const tab of tabs) this.drop(tab);
  }

  /** Now and then: offers that nobody has answered are said again; whom nobody has seen for long, and to whom nothing
   *  flows, is dropped. */
  tidy(): void {
    for (const peer of this.peers.values()) peer.repeat();
    for (const [tab, since] of this.absent) {
      const peer = this.peers.get(tab);
      if (peer && !peer.connected && Date.now() - since > ABSENT) this.drop(tab);
    }
  }

  async send(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    this.local[slot] = track;
    await Promise.all([...this.peers.values()].map((peer) => peer.send(slot, track)));
  }

  restart(): void {
    for (const peer of this.peers.values()) peer.restart(this.configuration());
  }

  end(): void {
    for (const tab of [...this.peers.keys()]) this.drop(tab);
  }

  private meet(tab: string): Peer {
    const peer = new Peer(() => new RTCPeerConnection({ bundlePolicy: "max-bundle", ...this.configuration() }), this.tab < tab, {
      signal: (data) => this.ears.signal(tab, data),
      track: (slot, track) => this.ears.track(tab, slot, track),
      state: (state) => this.ears.state(tab, state),
    });
    this.peers.set(tab, peer);
    for (const slot of [AUDIO, CAMERA, SCREEN] as const) void peer.send(slot, this.local[slot] ?? null);
    return peer;
  }

  private drop(tab: string): void {
    this.peers.get(tab)?.close();
    this.peers.delete(tab);
    this.absent.delete(tab);
    this.ears.dropped(tab);
  }
}
