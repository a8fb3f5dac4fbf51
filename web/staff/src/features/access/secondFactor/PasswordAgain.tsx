import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { SecretInput } from "@/ui/SecretInput";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import { usePasswordHint } from "./usePasswordHint";

interface Props<R> {
  title: string;
  text: string;
  submit: string;
  act: (password: string) => Promise<R>;
  onDone: (result: R) => void;
  onClose: () => void;
}

/** Asks for the password once more, before something that protects the account changes. */
export function PasswordAgain<R>({ title, text, submit, act, onDone, onClose }: Props<R>) {
  const { t } = useTranslation("access");
  const { email } = useMe().person;
  const hint = usePasswordHint();
  const form = useForm({ initialValues: { password: "" } });
  const save = useSave({
    save: (values: typeof form.values) => act(values.password),
    refresh: [accessKeys.secondFactor, accessKeys.passkeys],
    form,
    onDone: (result) => onDone(result as R),
  });
  return (
    <FormModal
      title={title}
      submit={submit}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <div>{text}</div>
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <SecretInput
        label={t("field.password")}
        description={hint}
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps("password")}
      />
    </FormModal>
  );
}
