// What was written and not acknowledged yet, in IndexedDB: it survives a closed tab and a dead battery.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Pending {
  clientId: string;
  person: string;
  practice?: string; // whose socket it goes by; missing in what older pages wrote
  conversation: string;
  text: string;
  replyTo: number | null;
  attachments: string[];
  at: number;
  refused?: string;
}

interface Schema extends DBSchema {
  unsent: { key: string; value: Pending; indexes: { conversation: [string, string] } };
}

/** The queue of one person on this device. Where IndexedDB is closed to us, a memory that lives as long as the tab. */
export interface Queue {
  put(item: Pending): Promise<void>;
  remove(clientId: string): Promise<void>;
  of(conversation: string): Promise<Pending[]>;
  all(): Promise<Pending[]>;
}

export async function openQueue(person: string): Promise<Queue> {
  try {
    const db = await openDB<Schema>("opencoach", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("unsent", { keyPath: "clientId" }).createIndex("conversation", ["person", "conversation"]);
      },
    });
    return new Stored(db, person);
  } catch {
    return new Remembered();
  }
}

class Stored implements Queue {
  constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly person: string,
  ) {}

  async put(item: Pending): Promise<void> {
    const write = this.db.transaction("unsent", "readwrite", { durability: "strict" });
    await Promise.all([write.store.put(item), write.done]);
  }

  async remove(clientId: string): Promise<void> {
    await this.db.delete("unsent", clientId);
  }

  async of(conversation: string): Promise<Pending[]> {
    return sorted(await this.db.getAllFromIndex("unsent", "conversation", [this.person, conversation]));
  }

  async all(): Promise<Pending[]> {
    return sorted((await this.db.getAll("unsent")).filter((item) => item.person === this.person));
  }
}

class Remembered implements Queue {
  private readonly items = new Map<string, Pending>();

  async put(item: Pending): Promise<void> {
    this.items.set(item.clientId, item);
  }

  async remove(clientId: string): Promise<void> {
    this.items.delete(clientId);
  }

  async of(conversation: string): Promise<Pending[]> {
    return (await this.all()).filter((item) => item.conversation === conversation);
  }

  async all(): Promise<Pending[]> {
    return sorted([...this.items.values()]);
  }
}

/** In the order in which they were written. */
export function sorted(items: Pending[]): Pending[] {
  return items.sort((a, b) => a.at - b.at || a.clientId.localeCompare(b.clientId));
}
