import { queryOptions } from "@tanstack/react-query";
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
