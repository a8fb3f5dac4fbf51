interface Section {
  readonly name: string;
  readonly pages: readonly { readonly name: string; readonly to: string; readonly may: string }[];
}

/** A section with the pages that somebody may open. */
export interface AllowedSection<S extends Section> {
  name: S["name"];
  pages: S["pages"][number][];
}

/** What somebody with these permissions finds; sections without a page are left out. */
export function allowedOf<S extends Section>(
  sections: readonly S[],
  permissions: readonly string[],
): AllowedSection<S>[] {
  return sections
    .map((section) => ({
      name: section.name,
      pages: section.pages.filter((page) => permissions.includes(page.may)) as S["pages"][number][],
    }))
    .filter((section) => section.pages.length > 0);
}
