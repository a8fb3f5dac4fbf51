import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CopyField.module.css";

/** A text to be taken elsewhere: a link, a secret. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation("app");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await window.navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className={classes.field}>
      <TextInput
        label={label}
        value={value}
        readOnly
        className={classes.input}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy()}
      >
        {copied ? t("copied") : t("copy")}
      </Button>
    </div>
  );
}
