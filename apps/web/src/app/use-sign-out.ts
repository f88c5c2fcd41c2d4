import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { use } from "react";
import { request } from "../api/client.ts";
import { forgetPerson } from "../api/query-client.ts";
import { useMe } from "../api/queries.ts";
import { forgetDeviceCopies } from "../lib/device-copies.ts";
import { mayLoseUnsavedWork } from "../lib/unsaved-work.ts";
import { LiveContext } from "../live/live.ts";
import { useToast } from "../ui/toaster.tsx";

/**
 * Ends the session; asks first where words would be lost with it. `returnTo`: the same person signs
 * in again, and goes on there.
 */
export function useSignOut(): (options?: { returnTo?: string }) => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  const live = use(LiveContext);
  const toast = useToast();
  const { data: me } = useMe();
  async function signOut(returnTo: string | undefined): Promise<void> {
    // Without a session nothing can be saved any longer.
    if (!(await mayLoseUnsavedWork())) return;
    await request("POST", "/api/auth/sign-out", { body: {} });
    live?.stop();
    const search = returnTo === undefined ? {} : { return: returnTo };
    await router.navigate({ to: "/sign-in", search });
    forgetPerson(queryClient);
    if (me !== undefined && returnTo === undefined) await forgetDeviceCopies(me.id);
  }
  return ({ returnTo } = {}) => {
    void signOut(returnTo).catch(toast.showProblem);
  };
}
