import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { use } from "react";
import { forgetPerson } from "../api/query-client.ts";
import { LiveContext } from "../live/live.ts";

/** Goes in after a session was opened: whoever was here before is gone, with what they could see. */
export function useEnter(): (path: string) => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  const live = use(LiveContext);
  return async (path) => {
    live?.stop();
    forgetPerson(queryClient);
    await router.invalidate();
    await router.navigate({ href: path });
  };
}
