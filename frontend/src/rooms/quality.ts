// How good the connection is, from two looks at its statistics.

export interface Sample {
  at: number; // ms
  packets: number; // that should have come
  lost: number; // of those
  rtt: number | null; // seconds
  relayed: boolean;
}

export type Level = "good" | "fair" | "poor";

/** What of the statistics counts; null while no pair of candidates is in use. */
export function sample(stats: Iterable<[string, unknown]>, at: number): Sample | null {
  const all = new Map([...stats] as [string, Record<string, unknown>][]);
  let packets = 0;
  let lost = 0;
  let pair: Record<string, unknown> | undefined;
  for (const one of all.values()) {
    if (one["type"] === "inbound-rtp") {
      packets += number(one["packetsReceived"]) + number(one["packetsLost"]);
      lost += number(one["packetsLost"]);
    }
    if (one["type"] === "candidate-pair" && one["nominated"] === true && one["state"] === "succeeded") pair = one;
  }
  if (!pair) return null;
  const local = all.get(String(pair["localCandidateId"]));
  const remote = all.get(String(pair["remoteCandidateId"]));
  const rtt = pair["currentRoundTripTime"];
  const relayed = local?.["candidateType"] === "relay" || remote?.["candidateType"] === "relay";
  return { at, packets, lost, rtt: typeof rtt === "number" ? rtt : null, relayed };
}

/** Between two samples: loss and the way there and back decide. */
export function level(before: Sample, now: Sample): Level {
  const expected = now.packets - before.packets;
  const loss = expected > 0 ? Math.max(0, now.lost - before.lost) / expected : 0;
  const rtt = now.rtt ?? 0;
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
