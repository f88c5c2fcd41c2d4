/** The routes. Every page is a chunk of its own, so that the first page stays small. */
import type { ActionItem } from "@istmo/contracts";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { isProblem } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { rememberedLanguage, showLanguage } from "../i18n/i18n.ts";
import type { Live } from "../live/live.ts";
import { ErrorPage } from "./error-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { returnPath } from "./return-path.ts";
import { Shell } from "./shell.tsx";

export interface RouterContext {
  readonly queryClient: QueryClient;
  readonly live: Live;
}

const root = createRootRouteWithContext<RouterContext>()({
  errorComponent: (props) => (
    <main>
      <ErrorPage {...props} />
    </main>
  ),
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { return?: string } => {
    const path = returnPath(search["return"]);
    return path === "/" ? {} : { return: path };
  },
  component: lazyRouteComponent(() => import("./pages/sign-in-page.tsx"), "SignInPage"),
});

/** Everything behind the sign-in: nothing is fetched before we know who asks. */
const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    try {
      const [me] = await Promise.all([
        context.queryClient.ensureQueryData(meQuery),
        context.live.start(),
      ]);
      if (me.locale !== rememberedLanguage()) await showLanguage(me.locale);
    } catch (error) {
      if (!isProblem(error, "not_signed_in")) throw error;
      const path = returnPath(location.href);
      redirect({ to: "/sign-in", search: path === "/" ? {} : { return: path }, throw: true });
    }
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/home-page.tsx"), "HomePage"),
});

export interface PapersSearch {
  stage?: string;
  centre?: string;
}
const papers = createRoute({
  getParentRoute: () => shell,
  path: "/papers",
  validateSearch: (search: Record<string, unknown>): PapersSearch => ({
    ...(typeof search["stage"] === "string" ? { stage: search["stage"] } : {}),
    ...(typeof search["centre"] === "string" ? { centre: search["centre"] } : {}),
  }),
  component: lazyRouteComponent(() => import("./pages/papers-page.tsx"), "PapersPage"),
});

const paper = createRoute({
  getParentRoute: () => shell,
  path: "/papers/$paperId",
  validateSearch: (search: Record<string, unknown>): { edition?: "es" | "en" } => {
    const { edition } = search;
    return edition === "es" || edition === "en" ? { edition } : {};
  },
  component: lazyRouteComponent(() => import("./pages/paper-page.tsx"), "PaperPage"),
});

const review = createRoute({
  getParentRoute: () => shell,
  path: "/review",
  component: lazyRouteComponent(() => import("./pages/review-page.tsx"), "ReviewPage"),
});

const centres = createRoute({
  getParentRoute: () => shell,
  path: "/centres",
  component: lazyRouteComponent(() => import("./pages/centres-page.tsx"), "CentresPage"),
});

const centre = createRoute({
  getParentRoute: () => shell,
  path: "/centres/$slug",
  component: lazyRouteComponent(() => import("./pages/centre-page.tsx"), "CentrePage"),
});

/** The page itself reads the filters (`readActionFilters`), so that they stay out of the first load. */
export interface ActionsSearch {
  action?: string;
  view?: "board" | "list";
  centre?: string;
  owner?: string;
  state?: ActionItem["state"];
  overdue?: boolean;
  cancelled?: boolean;
}
const actions = createRoute({
  getParentRoute: () => shell,
  path: "/actions",
  validateSearch: (search: Record<string, unknown>): ActionsSearch => search,
  component: lazyRouteComponent(() => import("./pages/actions-page.tsx"), "ActionsPage"),
});

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([home, papers, paper, review, centres, centre, actions]),
]);

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    // Inside the shell where the shell itself stands.
    defaultErrorComponent: ErrorPage,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
