import { Problem } from "@/lib/api/problem";
import { useProblemText } from "./problemText";
import classes from "./Refusal.module.css";

/** Why a form was refused, above its button; faults of single fields stand at the fields instead. */
export function Refusal({ error }: { error: unknown }) {
  const problemText = useProblemText();
  if (!error || Problem.from(error).fields.length > 0) return null;
  return (
    <div role="alert" className={classes.refusal}>
      {problemText(error)}
    </div>
  );
}
