import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A field whose text is hidden until one asks to see it. */
export function SecretInput(props: PasswordInputProps) {
  const { t } = useTranslation("app");
  return <PasswordInput {...props} visibilityToggleButtonProps={{ "aria-label": t("showHidden") }} />;
}
