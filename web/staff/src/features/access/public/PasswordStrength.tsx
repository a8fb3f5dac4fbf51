import { useTranslation } from "react-i18next";
import classes from "./PasswordStrength.module.css";
import { type Strength, strengthOf } from "./strength";

const STEPS: Record<Strength, number> = { short: 1, simple: 1, fair: 2, good: 3 };

/** Says in a word, while it is typed, how good a password is. */
export function PasswordStrength({ password }: { password: string }) {
  const { t } = useTranslation("access");
  if (!password) return null;
  const strength = strengthOf(password);
  return (
    <div className={classes.strength} data-strength={strength}>
      <span className={classes.bar} aria-hidden="true">
        {[1, 2, 3].map((step) => (
          <span key={step} data-on={step <= STEPS[strength] || undefined} />
        ))}
      </span>
      <span aria-live="polite">{t(`strength.${strength}`)}</span>
    </div>
  );
}
