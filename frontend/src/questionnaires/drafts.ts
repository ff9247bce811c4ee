// What was written and hasn't reached the server: kept on this device, until it has.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** One page of one response: what its form said, which questions were changed, and from which revision. */
export interface Draft {
  key: string; // the response's id and the page's number
  url: string; // where it is saved
  fields: [string, string][];
  changed: string[];
  revision: number;
  at: number;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
}

const OLDEST = 30 * 24 * 3600 * 1000; // ms; what is older was abandoned

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("opencoach-questionnaires", 1, {
    upgrade: (fresh) => void fresh.createObjectStore("drafts", { keyPath: "key" }),
  });
  return opened;
}

/** A device that keeps nothing (a private window) still saves to the server. */
async function trying<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work(await database());
  } catch {
    return otherwise;
  }
}

export function keep(draft: Draft): Promise<boolean> {
  return trying(async (db) => (await db.put("drafts", draft), true), false);
}

export function forget(key: string): Promise<void> {
  return trying((db) => db.delete("drafts", key), undefined);
}

/** All that waits, the oldest first; what was abandoned is let go. */
export async function waiting(now: number): Promise<Draft[]> {
  const all = await trying((db) => db.getAll("drafts"), []);
  const fresh = all.filter((one) => now - one.at < OLDEST);
  await Promise.all(all.filter((one) => !fresh.includes(one)).map((one) => forget(one.key)));
  return fresh.sort((a, b) => a.at - b.at);
}
