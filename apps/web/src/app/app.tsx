import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, type AnyRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { onSignedOut } from "../api/client.ts";
import { meQuery } from "../api/queries.ts";
import { createQueryClient, forgetPerson } from "../api/query-client.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { takeLinkToken } from "../lib/link-token.ts";
import { hasUnsavedWork } from "../lib/unsaved-work.ts";
import { createLive, LiveContext } from "../live/live.ts";
import { Toaster } from "../ui/toaster.tsx";
import { DeviceCopiesWatch } from "./device-copies-watch.tsx";
import { returnPath } from "./return-path.ts";
import { createAppRouter } from "./router.tsx";
import { SessionOverNotice, showSessionOver } from "./session-over-notice.tsx";

const queryClient = createQueryClient();
const live = createLive(queryClient);
takeLinkToken();
const router = createAppRouter({ queryClient, live });

// The page's own chunk comes beside the question who is signed in, not after it, and what the page
// shows first is asked for while its words arrive. Whoever needs what does not arrive reports it.
const routes: Readonly<Record<string, AnyRoute>> = router.routesById;
const matches = router.matchRoutes(router.latestLocation);
for (const { routeId } of matches) {
  const route = routes[String(routeId)];
  if (route !== undefined) router.loadRouteChunk(route)?.catch(() => undefined);
}
async function askAhead(): Promise<void> {
  const questions = matches.map(async ({ staticData, ...match }) => {
    const ask = await staticData.loadFirstQuestion?.();
    const { search, params } = match as { search: object; params: Record<string, string> };
    return async (meId: string) => ask?.(queryClient, { search, params, meId });
  });
  const [me, asks] = await Promise.all([
    queryClient.fetchQuery(meQuery),
    Promise.all(questions),
    live.start(),
  ]);
  await Promise.all(asks.map((ask) => ask(me.id)));
}
if (matches.some(({ routeId }) => String(routeId) === "/shell")) askAhead().catch(() => undefined);

/**
 * A session that ended while a page was open: back to the sign-in, and here again afterwards. A
 * page that holds somebody's unsaved words stays, and says what happened.
 */
function leaveWhenSignedOut(): () => void {
  return onSignedOut(() => {
    // The pages outside ask who is signed in as well, and nobody is an answer there.
    if (!router.state.matches.some((match) => match.routeId === "/shell")) return;
    // Several requests are refused at once: the first is on its way there, and knows where from.
    if (router.latestLocation.pathname === "/sign-in") return;
    live.stop();
    if (hasUnsavedWork()) {
      showSessionOver(true);
      return;
    }
    const path = returnPath(router.state.location.href);
    void router
      .navigate({ to: "/sign-in", search: path === "/" ? {} : { return: path } })
      .then(() => forgetPerson(queryClient));
  });
}

export function App() {
  const language = useLanguage();
  useEffect(leaveWhenSignedOut, []);
  return (
    <I18nProvider locale={language === "es" ? "es-ES" : "en-US"}>
      <QueryClientProvider client={queryClient}>
        <LiveContext value={live}>
          <SessionOverNotice />
          <Toaster>
            <RouterProvider router={router} />
            <DeviceCopiesWatch />
          </Toaster>
        </LiveContext>
      </QueryClientProvider>
    </I18nProvider>
  );
}
