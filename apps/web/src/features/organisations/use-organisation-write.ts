import type { ManagedOrganisation } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { ApiProblem, isProblem } from "../../api/problem.ts";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { useToast } from "../../ui/toaster.tsx";

/** Sends a change of organisations; says what it did, or what was refused. */
export function useOrganisationWrite(
  path: string,
  doneText: string,
  onDone: (organisation: ManagedOrganisation) => void,
) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const write = useWrite((body: object, key) => api.post<ManagedOrganisation>(path, body, key), {
    onSuccess: (organisation) => {
      refresh();
      toast.show({ tone: "ok", text: doneText });
      onDone(organisation);
    },
  });
  const { error } = write;
  const isNotValid = (field: string) =>
    error instanceof ApiProblem && error.field(field) !== undefined;
  return {
    isPending: write.isPending,
    reset: write.reset,
    send: (body: object) =>
      write.mutate(body, {
        // The current version is fetched; sending again then goes through.
        onError: (refused) => {
          if (isProblem(refused, "stale_version")) refresh();
        },
      }),
    problem: error === null ? null : problemText(t, error),
    at: (field: string) => (isNotValid(field) ? t("people.form.notValid") : undefined),
  };
}
