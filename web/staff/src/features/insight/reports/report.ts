import { unwrap } from "@/lib/api/client";
import type { Report } from "@/lib/api/schema";

/**
 * The report that an operation answers with. Its cells are pairs, which the compiler loses on the way through the client's
 * mapped types: what they are is said here once.
 */
export const reportOf = (pending: Promise<unknown>): Promise<Report> =>
  unwrap(pending as Parameters<typeof unwrap<Report>>[0]);
