import { Button, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SecondFactor.module.css";

interface Props {
  codes: readonly string[];
  onDone: () => void;
}

/** Recovery codes, shown this once: to be kept where the app is not. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useTranslation("access");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await window.navigator.clipboard.writeText(codes.join("\n"));
    setCopied(true);
  };
  return (
    <Stack gap="md">
      <div>{t("second.codesText")}</div>
      <ul className={classes.codes} aria-label={t("second.codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => void copy()}
        >
          {copied ? t("second.copied") : t("second.copy")}
        </Button>
        <Button onClick={onDone}>{t("second.kept")}</Button>
      </Group>
    </Stack>
  );
}
