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
