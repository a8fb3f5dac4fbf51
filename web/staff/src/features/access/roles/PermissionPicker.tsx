import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";
import { permissionsQuery } from "../queries";
import classes from "./PermissionPicker.module.css";
import { permissionGroups } from "./permissionGroups";

interface Props {
  value: string[];
  onChange?: (value: string[]) => void;
  /** Why the choice was refused. */
  error?: string | undefined;
}

/** What a role or a token may do. Only what one holds oneself can be given; without `onChange` it is only shown. */
export function PermissionPicker({ value, onChange, error }: Props) {
  const { t, i18n } = useTranslation("access");
  const own = useMe().permissions;
  const permissions = useQuery(permissionsQuery).data?.items ?? [];
  const words = (name: string, otherwise: string) => {
    const key = `permission.${name}`;
    return i18n.exists(key, { ns: "access" }) ? t(key as "role.name") : otherwise;
  };
  const toggle = (name: string) =>
    onChange?.(value.includes(name) ? value.filter((each) => each !== name) : [...value, name]);
  return (
    <div className={classes.groups}>
      {permissionGroups(permissions).map((group) => (
        <fieldset key={group.name} className={classes.group}>
          <legend>{words(`group.${group.name}`, group.name)}</legend>
          {group.permissions.map((permission) => (
            <Checkbox
              key={permission.name}
              size="sm"
              checked={value.includes(permission.name)}
              readOnly={!onChange}
              disabled={!onChange || !own.includes(permission.name)}
              onChange={() => toggle(permission.name)}
              label={words(permission.name, permission.description)}
              classNames={{ labelWrapper: classes.label }}
            />
          ))}
        </fieldset>
      ))}
      {error && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}
