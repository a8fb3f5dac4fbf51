import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { idempotencyKey } from "@/lib/api/client";
import { fieldErrors, Problem } from "@/lib/api/problem";
import { useProblemText } from "./problemText";
import { toast, toastError } from "./toast";

interface Save<V, R> {
  /** `key` is for creates: the same until the server has answered, so that a lost answer makes nothing twice. */
  save: (values: V, key: string) => Promise<R>;
  /** What shows the changed thing; read again afterwards. */
  refresh?: QueryKey[];
  /** Faults of single fields are put at them. */
  form?: { setErrors: (errors: Record<string, string>) => void };
  /** Said in the corner when it worked. */
  said?: string;
  /** Where no form or dialog shows why it did not work, the corner does. */
  loud?: boolean;
  onDone?: (result: R) => void;
}

/** Sends a form or an action to the server, and tells everybody on the screen what came of it. */
export function useSave<V = void, R = unknown>({ save, refresh = [], form, said, loud, onDone }: Save<V, R>) {
  const { t } = useTranslation("app");
  const problemText = useProblemText();
  const queries = useQueryClient();
  const key = useRef(idempotencyKey());
  const readAgain = () => {
    for (const queryKey of refresh) void queries.invalidateQueries({ queryKey });
  };
  return useMutation<R, Error, V>({
    mutationFn: (values) => save(values, key.current),
    onSuccess: (result) => {
      key.current = idempotencyKey();
      readAgain();
      if (said) toast(said);
      onDone?.(result);
    },
    onError: (error) => {
      const problem = Problem.from(error);
      if (problem.status >= 400 && problem.status < 500) key.current = idempotencyKey();
      form?.setErrors(fieldErrors(error));
      if (loud) toastError(t("failure.notDone"), problemText(error));
      // Somebody was faster: what they made of it must be on the screen before this is tried again.
      if (problem.conflict) readAgain();
    },
  });
}
