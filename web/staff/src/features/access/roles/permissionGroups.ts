import type { PermissionView } from "@/lib/api/schema";

export interface PermissionGroup {
  /** The part of the house: `inbox`, `customers`, … */
  name: string;
  permissions: PermissionView[];
}

const ORDER = ["inbox", "customers", "feedback", "channels", "access", "system"];

/** Permissions by the part of the house they belong to, the daily work first; parts unknown to us come last. */
export function permissionGroups(permissions: readonly PermissionView[]): PermissionGroup[] {
  const groups = new Map<string, PermissionView[]>();
  for (const permission of permissions) {
    const name = permission.name.split(".", 1)[0] ?? "";
    groups.set(name, [...(groups.get(name) ?? []), permission]);
  }
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...groups]
    .map(([name, members]) => ({ name, permissions: members }))
    .sort((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));
}
