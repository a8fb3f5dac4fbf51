import { Radio, Stack } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import classes from "./ClashNotice.module.css";
import { alike, type Clash } from "./clashes";
import type { FieldWords, WordsOf } from "./fieldWords";

interface Props {
  clashes: readonly Clash[];
  words: WordsOf;
  onChoose: (path: string, choice: "mine" | "theirs") => void;
}

/** What somebody else changed while this form was open: their value beside mine, and which one shall stand. */
export function ClashNotice({ clashes, words, onChoose }: Props) {
  const { t } = useTranslation("app");
  const id = useId();
  return (
    <section role="alert" aria-labelledby={id} className={classes.notice}>
      <p id={id} className={classes.title}>
        {t("clash.title")}
      </p>
      <p>{t("clash.text")}</p>
      {clashes.map((clash) => (
        <Choice
          key={clash.path}
          clash={clash}
          words={words(clash.path)}
          onChoose={(choice) => onChoose(clash.path, choice)}
        />
      ))}
    </section>
  );
}

interface ChoiceProps {
  clash: Clash;
  words: FieldWords;
  onChoose: (choice: "mine" | "theirs") => void;
}

function Choice({ clash, words, onChoose }: ChoiceProps) {
  const { t } = useTranslation("app");
  const text = (value: unknown) => {
    if (alike(value, "")) return t("clash.empty");
    if (words.text) return words.text(value);
    if (typeof value === "boolean") return t(value ? "clash.yes" : "clash.no");
    return Array.isArray(value) ? value.join(", ") : String(value);
  };
  return (
    <Radio.Group
      label={words.label}
      value={clash.choice ?? ""}
      onChange={(choice) => onChoose(choice as "mine" | "theirs")}
    >
      <Stack gap={8} mt={4}>
        <Radio
          size="sm"
          value="theirs"
          classNames={{ label: classes.value }}
          label={t("clash.theirs", { value: text(clash.theirs) })}
        />
        <Radio
          size="sm"
          value="mine"
          classNames={{ label: classes.value }}
          label={t(clash.touched ? "clash.mine" : "clash.before", { value: text(clash.mine) })}
        />
      </Stack>
    </Radio.Group>
  );
}
