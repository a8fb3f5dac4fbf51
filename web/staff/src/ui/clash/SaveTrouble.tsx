import { Problem } from "@/lib/api/problem";
import { Refusal } from "../Refusal";
import type { Editing } from "./useClash";

interface Props {
  error: unknown;
  editing: Pick<Editing<never>, "notice"> | undefined;
}

/** Why a form was not saved: that somebody else was faster is told field by field, as soon as it is known what they did. */
export function SaveTrouble({ error, editing }: Props) {
  const told = editing?.notice && error && Problem.from(error).conflict;
  return (
    <>
      {editing?.notice}
      {!told && <Refusal error={error} />}
    </>
  );
}
