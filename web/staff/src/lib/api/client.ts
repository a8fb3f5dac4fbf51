import createClient, { type Middleware } from "openapi-fetch";
import { Problem } from "./problem";
import type { paths } from "./schema";
import { noteTrouble } from "./trouble";

type Listener = () => void;
const expiredListeners = new Set<Listener>();

/** Called whenever the server says that nobody is signed in any more. Returns the function that stops it. */
export function onSessionExpired(listener: Listener): () => void {
  expiredListeners.add(listener);
  return () => expiredListeners.delete(listener);
}

/** Paths whose 401 is an answer about the given password, not about the session. */
const SIGNING_IN = /\/access\/(sessions|setup|invitations\/redeem|password-resets|me\/password)/;

const problems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return;
    if (response.status === 401 && !SIGNING_IN.test(new URL(request.url).pathname)) {
      for (const listener of expiredListeners) listener();
    }
    if (response.status === 503) await noteTrouble(response.clone());
  },
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  headers: { "X-Quarterdeck-Client": "staff" },
});
api.use(problems);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; a bad one is thrown as a `Problem`. */
export async function unwrap<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (error) {
    throw Problem.fromFetch(error);
  }
  if (!answer.response.ok) throw Problem.fromBody(answer.response.status, answer.error);
  return answer.data as T;
}

/** A fresh key for a create, so that a repeated request makes one thing. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
