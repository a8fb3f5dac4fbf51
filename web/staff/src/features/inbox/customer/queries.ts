import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { AttributeDefinition, Contact, ContactNote, ListOf } from "@/lib/api/types";

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "contact", id],
    queryFn: () => unwrap<Contact>(api.GET("/api/v1/customers/contacts/{id}", { params: { path: { id } } })),
  });

export const contactNotesQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "contact", id, "notes"],
    queryFn: () =>
      unwrap<ListOf<ContactNote>>(
        api.GET("/api/v1/customers/contacts/{id}/notes", { params: { path: { id } } }),
      ),
  });

export const attributesQuery = queryOptions({
  queryKey: ["customers", "attributes"],
  queryFn: () => unwrap<AttributeDefinition[]>(api.GET("/api/v1/customers/attributes", {})),
  staleTime: 10 * 60_000,
});

/** Which of some addresses cannot be reached or do not want our mail. */
export const marksQuery = (addresses: string[]) =>
  queryOptions({
    queryKey: ["customers", "marks", ...addresses],
    queryFn: () =>
      unwrap(api.GET("/api/v1/customers/marks", { params: { query: { addresses: addresses.join(",") } } })),
    placeholderData: keepPreviousData,
  });
