import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { use } from "react";
import { request } from "../api/client.ts";
import { forgetPerson } from "../api/query-client.ts";
import { useMe } from "../api/queries.ts";
import { forgetDeviceCopies } from "../lib/device-copies.ts";
import { LiveContext } from "../live/live.ts";
import { useToast } from "../ui/toaster.tsx";

/** Ends the session. `returnTo`: the same person signs in again, and goes on there. */
export function useSignOut(): (options?: { returnTo?: string }) => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  const live = use(LiveContext);
  const toast = useToast();
  const { data: me } = useMe();
  return ({ returnTo } = {}) => {
    void request("POST", "/api/auth/sign-out", { body: {} })
      .then(() => {
        live?.stop();
        const search = returnTo === undefined ? {} : { return: returnTo };
        return router.navigate({ to: "/sign-in", search });
      })
      .then(() => {
        forgetPerson(queryClient);
        return me === undefined || returnTo !== undefined ? undefined : forgetDeviceCopies(me.id);
      })
      .catch(toast.showProblem);
  };
}
