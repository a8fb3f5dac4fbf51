import { problemWords } from "@/lib/i18n/problemWords";

/** One field at fault, as the server names it (RFC 9457 with JSON pointers). */
export interface FieldFault {
  pointer: string;
  code: string;
  detail: string;
  /** What varies in the sentence of that code. */
  params?: Record<string, string>;
}

interface ProblemBody {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  /** The code of the sentence, when it is more exact than that of the refusal. */
  detail_code?: string;
  params?: Record<string, string>;
  errors?: FieldFault[];
}

/** A refused or failed request. `code` is stable; `message` is a sentence for people. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: FieldFault[] = [],
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail);
  }

  /** The server was not reached at all: nothing was changed, trying again is safe for reads. */
  get offline(): boolean {
    return this.status === 0;
  }

  get conflict(): boolean {
    return this.status === 409;
  }

  static fromBody(status: number, body: unknown): Problem {
    const parsed: ProblemBody = typeof body === "object" && body !== null ? body : {};
    const code = parsed.code ?? `http.${status}`;
    const general = problemWords(code, parsed.detail ?? parsed.title ?? "");
    const fields = (parsed.errors ?? []).map((field) => ({
      ...field,
      detail: problemWords(field.code, field.detail, field.params),
    }));
    const exact = problemWords(parsed.detail_code ?? "", general, parsed.params);
    // Of one field at fault the sentence tells more than "some fields".
    const sentence = code === "request.invalid" && fields.length === 1 ? fields[0]?.detail : exact;
    return new Problem(
      parsed.status ?? status,
      code,
      sentence ?? exact,
      fields,
      parsed as Record<string, unknown>,
    );
  }

  /** For errors of `fetch`, which says "no connection" with a TypeError. */
  static fromFetch(error: unknown): Problem {
    return error instanceof TypeError ? new Problem(0, "network", "") : Problem.from(error);
  }

  static from(error: unknown): Problem {
    if (error instanceof Problem) return error;
    return new Problem(-1, "client", error instanceof Error ? error.message : String(error));
  }
}

/** `/identities/0/value` → `identities.0.value`, the notation of the form library. */
export function pointerToField(pointer: string): string {
  return pointer
    .replace(/^#?\//, "")
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/** The faults of a problem answer by form field; give the result to `form.setErrors`. */
export function fieldErrors(error: unknown): Record<string, string> {
  const problem = Problem.from(error);
  return Object.fromEntries(problem.fields.map((field) => [pointerToField(field.pointer), field.detail]));
}
