import { api, unwrap } from "@/lib/api/client";

/** Why the browser gave no passkey: it knows none, or its owner closed the question. */
export class NoPasskey extends Error {}

/** Whether this browser can hand passkeys on in the words of the server. */
export function knowsPasskeys(): boolean {
  return (
    typeof window.PublicKeyCredential === "function" &&
    "parseCreationOptionsFromJSON" in window.PublicKeyCredential
  );
}

/** The document types an object without named fields as one that has none. */
function answerOf(credential: Credential | null): Record<string, never> {
  if (!(credential instanceof PublicKeyCredential)) throw new NoPasskey();
  return credential.toJSON() as unknown as Record<string, never>;
}

async function closed<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    // What browsers throw when somebody closes the question, or the device has this key already.
    throw error instanceof DOMException ? new NoPasskey() : error;
  }
}

/** Asks the device for a new passkey. */
export async function makePasskey(options: object): Promise<Record<string, never>> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return answerOf(await closed(navigator.credentials.create({ publicKey })));
}

/** Signs in with a passkey that the device finds by itself. */
export async function signInByPasskey(): Promise<void> {
  const { ticket, options } = await unwrap(api.POST("/api/v1/access/sessions/passkey/begin", {}));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = answerOf(await closed(navigator.credentials.get({ publicKey })));
  await unwrap(api.POST("/api/v1/access/sessions/passkey", { body: { ticket, credential } }));
}
