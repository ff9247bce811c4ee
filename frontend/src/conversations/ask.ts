// Requests to the conversation's own pages.

export class Refusal extends Error {}

export class Asker {
  constructor(private readonly base: string, private readonly token: string) {}

  /** A part of a page. */
  async part(path: string): Promise<DocumentFragment> {
    const response = await fetch(this.base + path, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!response.ok) throw new Refusal(String(response.status));
    const template = document.createElement("template");
    template.innerHTML = await response.text(); // rendered and escaped by our own server
    return template.content;
  }

  /** Do something; the server's own words when it refuses. */
  async post(path: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const response = await fetch(this.base + path, {
      method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": this.token },
    });
    const told = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (!response.ok) throw new Refusal(typeof told["reason"] === "string" ? told["reason"] : "");
    return told;
  }

  /** Bring a file up, and tell how far it is. */
  upload(file: File, fields: Record<string, string>, progress: (share: number) => void): { done: Promise<Uploaded>; stop: () => void } {
    const request = new XMLHttpRequest();
    const done = new Promise<Uploaded>((resolve, reject) => {
      request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
      request.addEventListener("load", () => {
        const told = parsed(request.responseText);
        if (request.status === 201) resolve(told as unknown as Uploaded);
        else reject(new Refusal(typeof told["reason"] === "string" ? told["reason"] : ""));
      });
      for (const failure of ["error", "abort", "timeout"]) request.addEventListener(failure, () => reject(new Refusal("")));
    });
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file, file.name);
    request.open("POST", `${this.base}file/`);
    request.setRequestHeader("X-CSRFToken", this.token);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
    return { done, stop: () => request.abort() };
  }
}

export interface Uploaded {
  id: string;
  name: string;
  type: string;
  size: string;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
