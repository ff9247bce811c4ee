import assert from "node:assert/strict";
import { test } from "node:test";
import type { Present, RoomFrame, SignalData } from "../src/live/protocol.ts";
import { Call } from "../src/rooms/call.ts";
import { elapsed, mark, share } from "../src/rooms/clock.ts";
import { both, obstacle, reason } from "../src/rooms/media.ts";
import { level, outward, sample, Thrift, type Sample } from "../src/rooms/quality.ts";

const MINUTE = 60_000;
Object.assign(globalThis, { window: globalThis });

test("the clock counts up, and over the hour", () => {
  assert.deepEqual([0, 59_999, 61_000, 3_725_000, -5].map(elapsed), ["0:00", "0:59", "1:01", "1:02:05", "0:00"]);
});

test("five minutes before the end there is one word, and one at the end", () => {
  const at = (minutes: number): string => mark(minutes * MINUTE, 50);
  assert.deepEqual([0, 44.9, 45, 49.9, 50, 70].map(at), ["", "", "five", "five", "time", "time"]);
  assert.equal(mark(MINUTE, 4), ""); // of a session as short as that nothing is said at its beginning
  assert.deepEqual([share(-1, 50), share(25 * MINUTE, 50), share(90 * MINUTE, 50)], [0, 0.5, 1]);
});

test("what stands in the way of a call is named", () => {
  const able = { isSecureContext: true, RTCPeerConnection: class {}, navigator: { mediaDevices: {} } };
  assert.equal(obstacle(able), "");
  assert.equal(obstacle({ ...able, isSecureContext: false }), "insecure");
  assert.equal(obstacle({ isSecureContext: true, navigator: { mediaDevices: {} } }), "no-webrtc");
  const named = (name: string): string => reason(new DOMException("x", name));
  assert.deepEqual(["NotAllowedError", "NotReadableError", "NotFoundError"].map(named), ["refused", "taken", "none"]);
});

/** Devices of a machine: what is asked for in vain fails with its reason. */
function devices(failing: { both?: string; audio?: string; video?: string }): MediaDevices {
  const track = (kind: string) => ({ kind }) as MediaStreamTrack;
  return {
    getUserMedia: async ({ audio, video }: MediaStreamConstraints) => {
      const why = audio && video ? failing.both : audio ? failing.audio : failing.video;
      if (why) throw new DOMException("no", why);
      return {
        getAudioTracks: () => (audio ? [track("audio")] : []),
        getVideoTracks: () => (video ? [track("video")] : []),
      } as unknown as MediaStream;
    },
  } as unknown as MediaDevices;
}

test("without a camera the voice goes, without a microphone the picture", async () => {
  const got = async (failing: Parameters<typeof devices>[0]) => {
    const { audio, video, trouble } = await both(devices(failing));
    return [audio !== null, video !== null, trouble];
  };
  assert.deepEqual(await got({}), [true, true, ""]);
  assert.deepEqual(await got({ both: "NotFoundError" }), [true, false, "no-camera"]);
  assert.deepEqual(await got({ both: "NotReadableError" }), [true, false, "taken"]);
  assert.deepEqual(await got({ both: "NotFoundError", audio: "NotFoundError" }), [false, true, "no-mic"]);
  const none = { both: "NotFoundError", audio: "NotFoundError", video: "NotFoundError" };
  assert.deepEqual(await got(none), [false, false, "none"]);
  assert.deepEqual(await got({ both: "NotAllowedError" }), [false, false, "refused"]);
});

function seen(packets: number, lost: number, rtt: number | null = 0.05): Sample {
  return { at: 0, packets, lost, sent: new Map(), rtt, relayed: false };
}

function told(voice: number, picture: number, lost: number): Sample {
  return { ...seen(voice, 0), sent: new Map([["voice", { packets: voice, lost: 0 }], ["picture", { packets: picture, lost }]]) };
}

test("loss and a long way make a connection worse", () => {
  assert.equal(level(seen(0, 0), seen(1000, 5)), "good");
  assert.equal(level(seen(0, 0), seen(1000, 50)), "fair");
  assert.equal(level(seen(0, 0), seen(1000, 150)), "poor");
  assert.equal(level(seen(0, 0), seen(1000, 0, 0.5)), "fair");
  assert.equal(level(seen(0, 0), seen(1000, 0, 1)), "poor");
  assert.equal(level(seen(1000, 900), seen(1000, 900)), "good"); // nothing was to come
});

test("only what arrives badly on the other side is reason to send less", () => {
  assert.equal(outward(seen(0, 0), seen(1000, 150)), "good");
  assert.equal(level(told(0, 0, 0), told(100, 200, 0.3)), "poor");
  assert.equal(outward(told(0, 0, 0), told(100, 200, 0.3)), "poor");
  assert.equal(outward(told(100, 200, 0.3), told(300, 200, 0.3)), "good"); // the picture goes no more
});

test("the statistics are read from the pair that is in use", () => {
  const stats: [string, unknown][] = [
    ["a", { type: "inbound-rtp", packetsReceived: 90, packetsLost: 10 }],
    ["o", { type: "outbound-rtp", packetsSent: 50 }],
    ["r", { type: "remote-inbound-rtp", localId: "o", fractionLost: 0.25 }],
    ["b", { type: "candidate-pair", nominated: true, state: "failed" }],
    ["c", { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.1, localCandidateId: "l" }],
    ["l", { type: "local-candidate", candidateType: "relay" }],
  ];
  assert.deepEqual(sample(stats, 7), { at: 7, packets: 100, lost: 10, sent: new Map([["o", { packets: 50, lost: 0.25 }]]), rtt: 0.1, relayed: true });
  assert.equal(sample([], 0), null);
});

test("the picture goes after three poor looks, and comes back after five good ones", () => {
  const thrift = new Thrift();
  const looks = (...found: ("good" | "fair" | "poor")[]) => found.map((one) => thrift.look(one));
  assert.deepEqual(looks("poor", "poor", "good", "poor", "poor", "poor"), [false, false, false, false, false, true]);
  assert.deepEqual(looks("good", "good", "good", "good", "fair"), [true, true, true, true, true]);
  assert.deepEqual(looks("good", "good", "good", "good", "good"), [true, true, true, true, false]);
});

/** As much of a connection as it takes to see who is met and hung up on. */
class FakeConnection {
  static all: FakeConnection[] = [];
  iceConnectionState = "new";
  signalingState = "stable";
  localDescription = null;
  remoteDescription = null;
  closed = false;
  constructor() {
    FakeConnection.all.push(this);
  }
  addTransceiver(): void {}
  async setRemoteDescription(): Promise<void> {
    throw new DOMException("in stable there is no answer to take", "InvalidStateError");
  }
  getTransceivers(): never[] {
    return [];
  }
  close(): void {
    this.closed = true;
  }
}
Object.assign(globalThis, { RTCPeerConnection: FakeConnection });

function room(...people: Partial<Present>[]): RoomFrame {
  const made = people.map((one) => ({ person: "p", member: "m", name: "n", role: "client", stage: "in", ...one }));
  return { type: "room.here", people: made } as unknown as RoomFrame;
}

function call(): { call: Call; dropped: string[]; signals: SignalData[] } {
  const dropped: string[] = [];
  const signals: SignalData[] = [];
  const made = new Call("b", () => ({}), {
    signal: (_to, data) => signals.push(data) > 0,
    track: () => undefined,
    state: () => undefined,
    dropped: (tab) => dropped.push(tab),
  });
  return { call: made, dropped, signals };
}

test("everybody else who is in with a tab is met once, and nobody who waits", () => {
  const { call: one } = call();
  const frame = room({ person: "me", tab: "b" }, { person: "ana", tab: "a" }, { person: "w", stage: "waiting" });
  one.here(frame, "me");
  one.here(frame, "me");
  assert.deepEqual([...one.peers.keys()], ["a"]);
  assert.equal(one.peers.get("a")?.polite, false); // "b" sorts higher: it makes the first offer
  one.end();
});

test("whom the server has lost sight of is not hung up on while something flows", () => {
  const { call: one, dropped } = call();
  one.here(room({ person: "ana", tab: "a" }), "me");
  (one.peers.get("a")?.connection as unknown as FakeConnection).iceConnectionState = "connected";
  one.here(room({ person: "ana" }), "me"); // the server was restarted; ana is not back yet
  one.tidy();
  assert.deepEqual(dropped, []);
  one.here(room({ person: "ana", tab: "a" }), "me");
  assert.equal(FakeConnection.all.filter((pc) => !pc.closed).length, 1);
  one.end();
});

test("whoever comes with a new page, leaves, or is cut off is hung up on at once", () => {
  const { call: one, dropped } = call();
  one.here(room({ person: "ana", tab: "a" }), "me");
  one.here(room({ person: "ana", tab: "c" }), "me");
  assert.deepEqual([dropped, [...one.peers.keys()]], [["a"], ["c"]]);
  one.cut(["c"]);
  assert.deepEqual(dropped, ["a", "c"]);
  assert.ok(FakeConnection.all.every((pc) => pc.closed));
});

test("an answer that comes twice asks for nothing new", async () => {
  const { call: one } = call();
  one.here(room({ person: "ana", tab: "a" }), "me");
  const peer = one.peers.get("a");
  await peer?.hear({ description: { type: "answer", sdp: "" } });
  assert.equal(peer?.state, "connecting");
  one.end();
});

test("an offer that could not be said is said again, one that is on its way is not", () => {
  const said: SignalData[] = [];
  let online = false;
  const ears = { signal: (_to: string, data: SignalData) => (said.push(data), online), track() {}, state() {}, dropped() {} };
  const one = new Call("b", () => ({}), ears);
  one.here(room({ person: "ana", tab: "a" }), "me");
  const peer = one.peers.get("a");
  const pc = peer?.connection as unknown as { signalingState: string; localDescription: unknown; onnegotiationneeded(): void };
  pc.signalingState = "have-local-offer";
  pc.localDescription = { toJSON: () => ({ type: "offer", sdp: "v=0" }) };
  (peer as unknown as { describe(): void }).describe();
  online = true;
  one.tidy();
  assert.equal(said.length, 2);
  one.tidy();
  assert.equal(said.length, 2);
  one.end();
});
