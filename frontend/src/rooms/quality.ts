// How good the connection is, from two looks at its statistics.

export interface Sent {
  packets: number;
  lost: number; // 0 to 1, in the latest report of the other side, which comes every few seconds
}

export interface Sample {
  at: number; // ms
  packets: number; // that should have come
  lost: number; // of those
  sent: ReadonlyMap<string, Sent>; // by stream
  rtt: number | null; // seconds
  relayed: boolean;
}

export type Level = "good" | "fair" | "poor";

/** What of the statistics counts; null while no pair of candidates is in use. */
export function sample(stats: Iterable<[string, unknown]>, at: number): Sample | null {
  const all = new Map([...stats] as [string, Record<string, unknown>][]);
  let packets = 0;
  let lost = 0;
  const sent = new Map<string, Sent>();
  let pair: Record<string, unknown> | undefined;
  for (const one of all.values()) {
    if (one["type"] === "inbound-rtp") {
      packets += number(one["packetsReceived"]) + number(one["packetsLost"]);
      lost += number(one["packetsLost"]);
    }
    if (one["type"] === "remote-inbound-rtp") {
      const stream = String(one["localId"]);
      sent.set(stream, { packets: number(all.get(stream)?.["packetsSent"]), lost: number(one["fractionLost"]) });
    }
    if (one["type"] === "candidate-pair" && one["nominated"] === true && one["state"] === "succeeded") pair = one;
  }
  if (!pair) return null;
  const local = all.get(String(pair["localCandidateId"]));
  const remote = all.get(String(pair["remoteCandidateId"]));
  const rtt = pair["currentRoundTripTime"];
  const relayed = local?.["candidateType"] === "relay" || remote?.["candidateType"] === "relay";
  return { at, packets, lost, sent, rtt: typeof rtt === "number" ? rtt : null, relayed };
}

/** Between two samples, in the worse direction: loss and the way there and back decide. */
export function level(before: Sample, now: Sample): Level {
  const expected = now.packets - before.packets;
  const came = expected > 0 ? Math.max(0, now.lost - before.lost) / expected : 0;
  return judged(Math.max(came, went(before, now)), now.rtt ?? 0);
}

/** How well what we send arrives: that alone can we change by sending less. */
export function outward(before: Sample, now: Sample): Level {
  return judged(went(before, now), now.rtt ?? 0);
}

/** The part that is lost of what we send now; a stream that stands still counts no more. */
function went(before: Sample, now: Sample): number {
  let all = 0;
  let lost = 0;
  for (const [stream, one] of now.sent) {
    const packets = Math.max(0, one.packets - (before.sent.get(stream)?.packets ?? 0));
    all += packets;
    lost += packets * one.lost;
  }
  return all > 0 ? lost / all : 0;
}

function judged(loss: number, rtt: number): Level {
  if (loss > 0.1 || rtt > 0.8) return "poor";
  return loss > 0.03 || rtt > 0.35 ? "fair" : "good";
}

const POOR_FOR = 3; // looks in a row, after which only the voice is sent
const GOOD_FOR = 5; // and after which the picture comes back

/** Whether only the voice is to be sent. It changes its mind slowly. */
export class Thrift {
  on = false;
  private row = 0;

  look(found: Level): boolean {
    const turns = this.on ? found === "good" : found === "poor";
    this.row = turns ? this.row + 1 : 0;
    if (this.row >= (this.on ? GOOD_FOR : POOR_FOR)) {
      this.on = !this.on;
      this.row = 0;
    }
    return this.on;
  }
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
