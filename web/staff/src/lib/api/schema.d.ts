// Replaced by `npm run generate` as soon as the server's openapi.json is committed.
// biome-ignore lint/suspicious/noExplicitAny: untyped until generated
export type paths = Record<string, any>;
