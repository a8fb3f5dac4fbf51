import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { AttributeDefinition, Contact, ContactNote, ListOf, Organisation } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";

export const contactsQuery = (q: string, organisation_id?: string) =>
  endless<Contact>(["customers", "contacts", q, organisation_id], (cursor) =>
    unwrap<ListOf<Contact>>(
      api.GET("/api/v1/customers/contacts", {
        params: { query: { q: q || undefined, organisation_id, cursor } },
      }),
    ),
  );

export const organisationsQuery = (q: string) =>
  endless<Organisation>(["customers", "organisations", q], (cursor) =>
    unwrap<ListOf<Organisation>>(
      api.GET("/api/v1/customers/organisations", { params: { query: { q: q || undefined, cursor } } }),
    ),
  );

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "contact", id],
    queryFn: () => unwrap<Contact>(api.GET("/api/v1/customers/contacts/{id}", { params: { path: { id } } })),
  });

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "organisation", id],
    queryFn: () =>
      unwrap<Organisation>(api.GET("/api/v1/customers/organisations/{id}", { params: { path: { id } } })),
  });

/** Whose notes: they live under two addresses and are alike otherwise. */
export interface NotesOf {
  kind: "contact" | "organisation";
  id: string;
}

export const notesQuery = (of: NotesOf) =>
  endless<ContactNote>(["customers", of.kind, of.id, "notes"], (cursor) => {
    const params = { path: { id: of.id }, query: { cursor } };
    return of.kind === "contact"
      ? unwrap<ListOf<ContactNote>>(api.GET("/api/v1/customers/contacts/{id}/notes", { params }))
      : unwrap<ListOf<ContactNote>>(api.GET("/api/v1/customers/organisations/{id}/notes", { params }));
  });

export const attributesQuery = queryOptions({
  queryKey: ["customers", "attributes"],
  queryFn: () => unwrap<AttributeDefinition[]>(api.GET("/api/v1/customers/attributes", {})),
  staleTime: 10 * 60_000,
});
