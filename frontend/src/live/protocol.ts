// The frames of docs/api/live.md, as TypeScript has them.

export interface FileInfo {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width: number | null;
  height: number | null;
  seconds: number | null;
}

export interface MessageFrame {
  type: "message";
  conversation: string;
  seq: number;
  kind: "text" | "system" | "edit" | "delete" | "react" | "pin";
  channel: "web" | "email" | "sms";
  sender: string | null;
  name: string;
  client_id: string;
  at: string;
  body: string | null;
  html: string;
  data?: Record<string, unknown>;
  reply_to?: number;
  target?: number;
  attachments?: FileInfo[];
  deleted?: boolean;
}

export interface Present {
  person: string;
  member: string;
  name: string;
  role: "coach" | "client";
  stage: "in" | "waiting";
  tab?: string;
  mic?: boolean;
  camera?: boolean;
  screen?: boolean;
  saving?: boolean; // only the voice comes, because the network is poor
}

export interface RoomFrame {
  type: "room.here";
  room: string;
  stage: "early" | "waiting" | "in" | "over";
  medium: "video" | "text";
  now: string;
  opens_at: string;
  starts_at: string;
  ends_at: string;
  began_at: string | null;
  ended_at: string | null;
  minutes: number;
  shown: string | null;
  people: Present[];
}

export interface SignalData {
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit | null;
}

export interface Frames {
  message: MessageFrame;
  ack: { type: "ack"; conversation: string; client_id: string; seq: number; at: string };
  refused: { type: "refused"; conversation?: string; client_id: string; reason: string; again?: boolean };
  seen: { type: "seen"; conversation: string; person: string; seq: number };
  read: { type: "read"; conversation: string; seq: number };
  delivered: { type: "delivered"; conversation: string; person: string; seq: number };
  typing: { type: "typing"; conversation: string; person: string; name: string };
  presence: { type: "presence"; conversation: string; person: string; state: "here" | "away" };
  file: { type: "file"; conversation: string; seq: number };
  live: { type: "live"; conversation: string; head: number };
  gone: { type: "gone"; conversation: string };
  welcome: { type: "welcome"; person: string; heartbeat: number };
  error: { type: "error"; reason: string };
  beat: { type: "beat" };
  over: { type: "over" };
  "room.here": RoomFrame;
  "room.signal": { type: "room.signal"; room: string; from: string; data: SignalData };
  "room.taken": { type: "room.taken"; room: string };
  "room.cut": { type: "room.cut"; room: string; tabs: string[] };
  "room.changed": { type: "room.changed"; room: string; what: string };
  "room.gone": { type: "room.gone"; room: string };
}

export type Frame = Frames[keyof Frames];

/** What the server says at once: one frame or a list of them; what is no frame is left out. */
export function parse(raw: string): Frame[] {
  try {
    const value: unknown = JSON.parse(raw);
    return (Array.isArray(value) ? value : [value]).filter(isFrame);
  } catch {
    return [];
  }
}

function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
