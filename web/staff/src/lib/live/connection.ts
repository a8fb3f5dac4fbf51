/** Something happened on the server. `facts` is small; whoever needs more asks for the thing. */
export interface LiveEvent {
  type: "event";
  cursor: string;
  name: string;
  thing: string;
  at: string;
  by: string | null;
  facts: Record<string, unknown>;
}

export interface Presence {
  type: "presence";
  conversation: string;
  people: { id: string; name: string; state: "viewing" | "typing" }[];
}

export type LiveMessage = LiveEvent | Presence | { type: "hello"; cursor: string } | { type: "reset" };

/** `waiting` = not connected and trying again by itself. */
export type LiveStatus = "connecting" | "online" | "waiting";

/** The part of a WebSocket that is used; a test gives its own. */
export interface Socket {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

interface Options {
  open: (path: string) => Socket;
  later: (run: () => void, milliseconds: number) => () => void;
  random: () => number;
}

const PATH = "/api/v1/live";
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

/**
 * The one connection over which the server tells what happened. It remembers how far it has read, so that after an
 * interruption the server continues exactly there; when the server cannot, it says `reset` and everything is asked anew.
 */
export class LiveConnection {
  status: LiveStatus = "connecting";
  private cursor: string | null = null;
  private socket: Socket | null = null;
  private failures = 0;
  private stopped = true;
  private cancelRetry: (() => void) | null = null;
  private readonly messageListeners = new Set<(message: LiveMessage) => void>();
  private readonly statusListeners = new Set<() => void>();

  constructor(private readonly options: Options) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
    this.cancelRetry = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** Tries at once instead of waiting for the next attempt (the network is back, the person asks). */
  retryNow(): void {
    if (this.stopped || this.status !== "waiting") return;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.connect();
  }

  send(message: unknown): void {
    if (this.status === "online") this.socket?.send(JSON.stringify(message));
  }

  onMessage(listener: (message: LiveMessage) => void): () => void {
    this.messageListeners.add(listener);
    return () => this.messageListeners.delete(listener);
  }

  onStatus(listener: () => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  private connect(): void {
    const path = this.cursor === null ? PATH : `${PATH}?from=${encodeURIComponent(this.cursor)}`;
    const socket = this.options.open(path);
    this.socket = socket;
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.failures = 0;
      this.setStatus("online");
    };
    socket.onmessage = (event) => {
      if (this.socket === socket && typeof event.data === "string") this.read(event.data);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (!this.stopped) this.retryLater();
    };
  }

  private read(data: string): void {
    let message: LiveMessage;
    try {
      message = JSON.parse(data) as LiveMessage;
    } catch {
      return;
    }
    if (message.type === "reset") this.cursor = null;
    if (message.type === "event" || message.type === "hello") this.cursor = message.cursor;
    for (const listener of this.messageListeners) listener(message);
  }

  private retryLater(): void {
    const delay =
      Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures) * (0.75 + this.options.random() / 2);
    this.failures += 1;
    this.setStatus("waiting");
    this.cancelRetry = this.options.later(() => {
      this.cancelRetry = null;
      this.connect();
    }, delay);
  }

  private setStatus(status: LiveStatus): void {
    if (this.status === status) return;
    this.status = status;
    for (const listener of this.statusListeners) listener();
  }
}

/** A connection of the browser to the server this page came from. */
export function browserConnection(): LiveConnection {
  return new LiveConnection({
    open: (path) => {
      const url = new URL(path, window.location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      return new WebSocket(url) as unknown as Socket;
    },
    later: (run, milliseconds) => {
      const timer = window.setTimeout(run, milliseconds);
      return () => window.clearTimeout(timer);
    },
    random: Math.random,
  });
}
