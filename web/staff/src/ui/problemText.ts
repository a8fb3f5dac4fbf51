import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";

/** A sentence for any failure: the server's own when it gave one, else one of ours. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation("app");
  return useCallback(
    (error: unknown) => {
      const problem = Problem.from(error);
      if (problem.offline) return t("failure.offline");
      if (problem.status === 401) return t("failure.signedOut");
      if (problem.status === 429) return t("failure.tooMany");
      if (problem.status >= 500) return problem.message || t("failure.server");
      return problem.message || t("failure.unknown");
    },
    [t],
  );
}
