import { Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { RoleSees, RoleView } from "@/lib/api/schema";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useRoleName } from "../people/useChoices";
import { accessKeys } from "../queries";
import { PermissionPicker } from "./PermissionPicker";

interface Props {
  /** None: a new role from nothing. */
  role: RoleView | null;
  /** A new role that begins like `role`. */
  copy: boolean;
  onClose: () => void;
}

/** A role: shown when it is fixed, made or changed otherwise. */
export function RoleDialog({ role, copy, onClose }: Props) {
  const { t } = useTranslation("access");
  const name = useRoleName();
  if (role?.built_in && !copy) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={name(role)}
        size={720}
        closeButtonProps={{ "aria-label": t("people.close") }}
      >
        <Stack gap="md">
          <div>
            {t(`role.seesLong.${role.sees}`)} {t("role.fixedText")}
          </div>
          <PermissionPicker value={role.permissions} />
        </Stack>
      </Modal>
    );
  }
  return <RoleForm role={role} copy={copy} onClose={onClose} />;
}

function valuesOf(role: RoleView | null) {
  return {
    name: role?.name ?? "",
    sees: role?.sees ?? ("teams" as RoleSees),
    permissions: role?.permissions ?? ["inbox.conversation.see"],
  };
}

function RoleForm({ role, copy, onClose }: Props) {
  const { t, i18n } = useTranslation("access");
  const edited = copy ? null : role;
  const form = useForm({ initialValues: { ...valuesOf(role), name: edited?.name ?? "" } });
  const permissionName = (name: string) => {
    const key = `permission.${name}`;
    return i18n.exists(key, { ns: "access" }) ? t(key as "role.name") : name;
  };
  const editing = useClash({
    thing: edited,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("role.name") },
      sees: { label: t("role.sees"), text: (sees) => t(`role.seesLong.${sees as RoleSees}`) },
      permissions: {
        label: t("role.permissions"),
        text: (names) => (names as string[]).map(permissionName).join("; "),
      },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      edited
        ? unwrap(
            api.PATCH("/api/v1/access/roles/{id}", {
              params: { path: { id: edited.id } },
              body: { ...values, version: editing.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/access/roles", {
              headers: { "Idempotency-Key": key },
              body: values,
            }),
          ),
    refresh: [accessKeys.roles, accessKeys.people, accessKeys.me],
    form,
    said: t("role.saved", { name: form.values.name }),
    onDone: onClose,
  });
  const refused = Object.entries(form.errors).find(([field]) => field.startsWith("permissions"))?.[1];
  return (
    <FormModal
      title={edited ? edited.name : t("role.add")}
      size={720}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("role.name")} data-autofocus {...form.getInputProps("name")} />
      <Radio.Group label={t("role.sees")} {...form.getInputProps("sees")}>
        <Stack gap={8} mt={4}>
          {(["all", "teams", "mine"] as const).map((sees) => (
            <Radio key={sees} value={sees} size="sm" label={t(`role.seesLong.${sees}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <PermissionPicker
        value={form.values.permissions}
        onChange={(permissions) => form.setFieldValue("permissions", permissions)}
        error={typeof refused === "string" ? refused : undefined}
      />
    </FormModal>
  );
}
