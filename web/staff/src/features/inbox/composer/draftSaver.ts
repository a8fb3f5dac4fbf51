import { Problem } from "@/lib/api/problem";

/** `conflict`: another tab of the same person saved a newer draft. */
export type SaveState = "clean" | "dirty" | "saving" | "saved" | "failed" | "conflict";

interface Options<T> {
  revision: number;
  /** Answers the new revision. */
  save: (draft: T, revision: number) => Promise<number>;
  onState: (state: SaveState) => void;
  later?: (run: () => void, milliseconds: number) => () => void;
}

const QUIET = 700;
const RETRY = 5_000;

function laterByTimer(run: () => void, milliseconds: number): () => void {
  const timer = window.setTimeout(run, milliseconds);
  return () => window.clearTimeout(timer);
}

/**
 * Saves a draft a moment after the last key stroke, one request at a time, always the newest text. What could not be
 * saved is tried again until it is.
 */
export class DraftSaver<T> {
  state: SaveState = "clean";
  private revision: number;
  private waiting: { draft: T } | null = null;
  private running: Promise<void> | null = null;
  private cancel: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly options: Options<T>) {
    this.revision = options.revision;
  }

  edit(draft: T): void {
    if (this.stopped || this.state === "conflict") return;
    this.waiting = { draft };
    this.set("dirty");
    this.plan(QUIET);
  }

  /** Saves at once what is not saved yet. */
  async flush(): Promise<void> {
    this.cancel?.();
    this.cancel = null;
    await this.running;
    if (this.waiting && !this.stopped && this.state !== "conflict") await this.send();
  }

  /** No more saving: the draft was sent or thrown away. Waits for a request under way, so that it cannot come after. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    this.waiting = null;
    await this.running;
  }

  /** Goes on after `stop`, because sending failed. */
  resume(): void {
    this.stopped = false;
  }

  private plan(milliseconds: number): void {
    this.cancel?.();
    const later = this.options.later ?? laterByTimer;
    this.cancel = later(() => {
      this.cancel = null;
      if (!this.running) void this.send();
    }, milliseconds);
  }

  private send(): Promise<void> {
    const job = this.waiting;
    if (!job || this.stopped) return Promise.resolve();
    this.waiting = null;
    this.set("saving");
    this.running = this.options
      .save(job.draft, this.revision)
      .then(
        (revision) => {
          this.revision = revision;
          this.set(this.waiting ? "dirty" : "saved");
          if (this.waiting) this.plan(QUIET);
        },
        (error: unknown) => {
          if (Problem.from(error).conflict) {
            this.set("conflict");
            return;
          }
          this.waiting ??= job;
          this.set("failed");
          this.plan(RETRY);
        },
      )
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  private set(state: SaveState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }
}
