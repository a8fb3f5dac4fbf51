import { ActionIcon, Button, Group, Input, Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconArrowUp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ProviderValues } from "./providerValues";
import classes from "./Security.module.css";

interface Props {
  form: UseFormReturnType<ProviderValues>;
  roles: { value: string; label: string }[];
}

/** Which value of the claim gives which role; the first that fits counts, so their order can be changed. */
export function RoleRules({ form, roles }: Props) {
  const { t } = useTranslation("access");
  const rules = form.values.role_rules;
  const whole = form.errors.role_rules;
  return (
    <Input.Wrapper
      label={t("provider.rules")}
      labelElement="div"
      description={t("provider.rulesText")}
      error={typeof whole === "string" ? whole : undefined}
    >
      <ul className={classes.rules} aria-label={t("provider.rules")}>
        {rules.map((_, index) => {
          const number = index + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of the rules is what they are
            <li key={index}>
              <TextInput
                aria-label={t("provider.ruleValue", { number })}
                placeholder={t("provider.ruleExample")}
                {...form.getInputProps(`role_rules.${index}.value`)}
              />
              <Select
                aria-label={t("provider.ruleRole", { number })}
                placeholder={t("people.role")}
                data={roles}
                allowDeselect={false}
                {...form.getInputProps(`role_rules.${index}.role_id`)}
              />
              <Group gap={4} wrap="nowrap" className={classes.ruleActions}>
                <ActionIcon
                  variant="subtle"
                  aria-label={t("provider.ruleUp", { number })}
                  disabled={index === 0}
                  onClick={() => form.reorderListItem("role_rules", { from: index, to: index - 1 })}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  aria-label={t("provider.ruleRemove", { number })}
                  onClick={() => form.removeListItem("role_rules", index)}
                >
                  <IconX size={16} />
                </ActionIcon>
              </Group>
            </li>
          );
        })}
      </ul>
      <Button
        variant="default"
        size="compact-sm"
        mt={8}
        onClick={() => form.insertListItem("role_rules", { value: "", role_id: null })}
      >
        {t("provider.ruleAdd")}
      </Button>
    </Input.Wrapper>
  );
}
