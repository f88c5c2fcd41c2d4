import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, type AnyRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { onSignedOut } from "../api/client.ts";
import { createQueryClient, forgetPerson } from "../api/query-client.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { createLive, LiveContext } from "../live/live.ts";
import { Toaster } from "../ui/toaster.tsx";
import { returnPath } from "./return-path.ts";
import { createAppRouter } from "./router.tsx";

const queryClient = createQueryClient();
const live = createLive(queryClient);
const router = createAppRouter({ queryClient, live });

// The page's own chunk comes beside the question who is signed in, not after it. A chunk that does
// not arrive is reported when the router needs it.
const routes: Readonly<Record<string, AnyRoute>> = router.routesById;
for (const match of router.matchRoutes(router.latestLocation)) {
  const route = routes[String(match.routeId)];
  if (route !== undefined) router.loadRouteChunk(route)?.catch(() => undefined);
}

/** A session that ended while a page was open: back to the sign-in, and here again afterwards. */
function leaveWhenSignedOut(): () => void {
  return onSignedOut(() => {
    if (router.state.location.pathname === "/sign-in") return;
    live.stop();
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
          <Toaster>
            <RouterProvider router={router} />
          </Toaster>
        </LiveContext>
      </QueryClientProvider>
    </I18nProvider>
  );
}
