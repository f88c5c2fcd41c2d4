/** The routes. Every page is a chunk of its own, so that the first page stays small. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { AuditFilter } from "../api/audit.ts";
import { isProblem } from "../api/problem.ts";
import { centresQuery, meQuery, paperQuery } from "../api/queries.ts";
import { addWords, rememberedLanguage, showLanguage, type LaterWords } from "../i18n/i18n.ts";
import type { Live } from "../live/live.ts";
import { recallInvitation } from "../lib/link-token.ts";
import { ErrorPage } from "./error-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { returnPath } from "./return-path.ts";
import { Shell } from "./shell.tsx";

export interface RouterContext {
  readonly queryClient: QueryClient;
  readonly live: Live;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Of a page that the day begins on: how to ask for what it shows first, before it is there. */
    loadFirstQuestion?: () => Promise<FirstQuestion>;
  }
}

interface FirstAddress {
  readonly params: Readonly<Record<string, string>>;
  readonly search: object;
  readonly meId: string;
}
type FirstQuestion = (queryClient: QueryClient, at: FirstAddress) => Promise<unknown>;

/** A page that comes with words which most people never need. */
const withWords =
  <Page,>(load: () => Promise<Page>, ...words: readonly LaterWords[]) =>
  async (): Promise<Page> => {
    const [page] = await Promise.all([load(), ...words.map(addWords)]);
    return page;
  };

const root = createRootRouteWithContext<RouterContext>()({
  errorComponent: (props) => (
    <main>
      <ErrorPage {...props} />
    </main>
  ),
  notFoundComponent: NotFoundPage,
});

export interface SignInSearch {
  return?: string;
  /** The single sign-on has done its part. */
  step?: "second-factor";
  /** Why the single sign-on came to nothing. */
  problem?: string;
}
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): SignInSearch => {
    const path = returnPath(search["return"]);
    return {
      ...(path === "/" ? {} : { return: path }),
      ...(search["step"] === "second-factor" ? { step: "second-factor" } : {}),
      ...(typeof search["problem"] === "string" ? { problem: search["problem"] } : {}),
    };
  },
  component: lazyRouteComponent(
    withWords(() => import("./pages/sign-in-page.tsx"), "identity"),
    "SignInPage",
  ),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(
    withWords(() => import("./pages/forgot-password-page.tsx"), "identity"),
    "ForgotPasswordPage",
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(
    withWords(() => import("./pages/reset-password-page.tsx"), "identity"),
    "ResetPasswordPage",
  ),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  beforeLoad: recallInvitation,
  component: lazyRouteComponent(
    withWords(() => import("./pages/invitation-page.tsx"), "identity"),
    "InvitationPage",
  ),
});

const firstAdministrator = createRoute({
  getParentRoute: () => root,
  path: "/first-administrator",
  component: lazyRouteComponent(
    withWords(() => import("./pages/first-administrator-page.tsx"), "identity"),
    "FirstAdministratorPage",
  ),
});

const askForAccount = createRoute({
  getParentRoute: () => root,
  path: "/ask",
  component: lazyRouteComponent(
    withWords(() => import("./pages/ask-for-account-page.tsx"), "identity"),
    "AskForAccountPage",
  ),
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
      if (me.mustAddFactor && location.pathname !== "/account")
        redirect({ to: "/account", throw: true });
    } catch (error) {
      if (!isProblem(error, "not_signed_in")) throw error;
      const path = returnPath(location.href);
      redirect({ to: "/sign-in", search: path === "/" ? {} : { return: path }, throw: true });
    }
  },
  component: Shell,
});

const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  component: lazyRouteComponent(
    withWords(() => import("./pages/account-page.tsx"), "account", "identity", "notices"),
    "AccountPage",
  ),
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

export interface PaperSearch {
  edition?: "es" | "en";
  /** A translation is shown beside its original. */
  beside?: true;
}
const askForPaper = async (
  queryClient: QueryClient,
  { params }: { readonly params: { readonly paperId?: string } },
) => {
  const { paperId } = params;
  if (paperId === undefined) return;
  await Promise.all([
    queryClient.prefetchQuery(paperQuery(paperId)),
    queryClient.prefetchQuery(centresQuery),
  ]);
};
const paper = createRoute({
  getParentRoute: () => shell,
  path: "/papers/$paperId",
  validateSearch: (search: Record<string, unknown>): PaperSearch => {
    const { edition, beside } = search;
    return {
      ...(edition === "es" || edition === "en" ? { edition } : {}),
      ...(beside === true ? { beside } : {}),
    };
  },
  // Asked for while the page is still on its way; a failure shows where the paper is needed.
  loader: ({ context: { queryClient }, params }) => void askForPaper(queryClient, { params }),
  staticData: {
    loadFirstQuestion: async () => askForPaper,
  },
  component: lazyRouteComponent(() => import("./pages/paper-page.tsx"), "PaperPage"),
});

const clearance = createRoute({
  getParentRoute: () => shell,
  path: "/papers/$paperId/clearance",
  component: lazyRouteComponent(
    withWords(
      () => import("./pages/clearance-page.tsx"),
      "clearance",
      "rounds",
      "paper",
      "actions",
    ),
    "ClearancePage",
  ),
});

const issued = createRoute({
  getParentRoute: () => shell,
  path: "/papers/$paperId/issued",
  validateSearch: ({ language }: Record<string, unknown>): RoundSearch =>
    language === "es" || language === "en" ? { language } : {},
  component: lazyRouteComponent(
    withWords(() => import("./pages/issued-page.tsx"), "clearance", "rounds", "paper", "actions"),
    "IssuedPage",
  ),
});

/** From a mail, without a session. */
const clear = createRoute({
  getParentRoute: () => root,
  path: "/clear",
  component: lazyRouteComponent(
    withWords(() => import("./pages/clear-page.tsx"), "clearance", "rounds", "paper"),
    "ClearPage",
  ),
});

/** The page itself reads the filters. */
export interface DeskSearch {
  waits?: "office" | "others";
  centre?: string;
  late?: boolean;
}
const review = createRoute({
  getParentRoute: () => shell,
  path: "/review",
  validateSearch: (search: Record<string, unknown>): DeskSearch => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/review-page.tsx"), "rounds", "clearance"),
    "ReviewPage",
  ),
});

export interface RoundSearch {
  language?: "es" | "en";
}
const round = createRoute({
  getParentRoute: () => shell,
  path: "/rounds/$roundId",
  validateSearch: ({ language }: Record<string, unknown>): RoundSearch =>
    language === "es" || language === "en" ? { language } : {},
  component: lazyRouteComponent(
    withWords(() => import("./pages/round-page.tsx"), "rounds", "paper", "actions"),
    "RoundPage",
  ),
});

const matrix = createRoute({
  getParentRoute: () => shell,
  path: "/rounds/$roundId/matrix",
  component: lazyRouteComponent(
    withWords(() => import("./pages/matrix-page.tsx"), "rounds", "paper"),
    "MatrixPage",
  ),
});

const centres = createRoute({
  getParentRoute: () => shell,
  path: "/centres",
  component: lazyRouteComponent(() => import("./pages/centres-page.tsx"), "CentresPage"),
});

const centre = createRoute({
  getParentRoute: () => shell,
  path: "/centres/$slug",
  component: lazyRouteComponent(
    withWords(() => import("./pages/centre-page.tsx"), "actions", "notices"),
    "CentrePage",
  ),
});

/** The page itself reads the filters (`readActionFilters`), so that they stay out of the first load. */
export interface ActionsSearch {
  action?: string;
  /** A way of showing, or the id of a saved view. */
  view?: string;
  saved?: string;
  /** Lists have commas between them. */
  state?: string;
  priority?: string;
  centre?: string;
  organisation?: string;
  owner?: string;
  helper?: string;
  involves?: string;
  dueFrom?: string;
  dueTo?: string;
  overdue?: boolean;
  blocked?: boolean;
  programme?: string;
  output?: string;
  paper?: string;
  q?: string;
  cancelled?: boolean;
  undated?: boolean;
  group?: string;
}
const actions = createRoute({
  getParentRoute: () => shell,
  path: "/actions",
  validateSearch: (search: Record<string, unknown>): ActionsSearch => search,
  staticData: {
    loadFirstQuestion: async () => (await import("./pages/actions-page.tsx")).askForBoard,
  },
  component: lazyRouteComponent(
    withWords(() => import("./pages/actions-page.tsx"), "actions"),
    "ActionsPage",
  ),
});

export interface DashboardSearch {
  /** A centre's id, "office" or "region"; absent is where the person works. */
  centre?: string;
}
const dashboard = createRoute({
  getParentRoute: () => shell,
  path: "/dashboard",
  validateSearch: (search: Record<string, unknown>): DashboardSearch =>
    typeof search["centre"] === "string" ? { centre: search["centre"] } : {},
  component: lazyRouteComponent(
    withWords(() => import("./pages/dashboard-page.tsx"), "dashboard"),
    "DashboardPage",
  ),
});

/** The page itself reads the filters. */
export interface CommitmentsSearch {
  commitment?: string;
  series?: string;
  body?: string;
  state?: string;
  age?: string;
}
const commitments = createRoute({
  getParentRoute: () => shell,
  path: "/commitments",
  validateSearch: (search: Record<string, unknown>): CommitmentsSearch => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/commitments-page.tsx"), "commitments"),
    "CommitmentsPage",
  ),
});

/** The page itself reads the filter. */
export interface NoticesSearch {
  show?: string;
  reason?: string;
}
const notices = createRoute({
  getParentRoute: () => shell,
  path: "/notices",
  validateSearch: (search: Record<string, unknown>): NoticesSearch => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/notices-page.tsx"), "notices"),
    "NoticesPage",
  ),
});
const noticeSettings = createRoute({
  getParentRoute: () => shell,
  path: "/notices/settings",
  component: lazyRouteComponent(
    withWords(() => import("./pages/notice-settings-page.tsx"), "notices"),
    "NoticeSettingsPage",
  ),
});

/** The pages themselves read these, so that the words they know stay out of the first load. */
export interface PeopleSearch {
  search?: string | undefined;
  state?: string | undefined;
  role?: string | undefined;
  centre?: string | undefined;
  organisation?: string | undefined;
}
const people = createRoute({
  getParentRoute: () => shell,
  path: "/people",
  validateSearch: (search: Record<string, unknown>): PeopleSearch => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/people-page.tsx"), "administration"),
    "PeoplePage",
  ),
});

const person = createRoute({
  getParentRoute: () => shell,
  path: "/people/$personId",
  component: lazyRouteComponent(
    withWords(() => import("./pages/person-page.tsx"), "administration"),
    "PersonPage",
  ),
});

const invitations = createRoute({
  getParentRoute: () => shell,
  path: "/invitations",
  validateSearch: (search: Record<string, unknown>): { state?: string; invite?: boolean } => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/invitations-page.tsx"), "administration"),
    "InvitationsPage",
  ),
});

const accessRequests = createRoute({
  getParentRoute: () => shell,
  path: "/access-requests",
  validateSearch: (search: Record<string, unknown>): { state?: string } => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/access-requests-page.tsx"), "administration"),
    "AccessRequestsPage",
  ),
});

const organisations = createRoute({
  getParentRoute: () => shell,
  path: "/organisations",
  validateSearch: (search: Record<string, unknown>): { search?: string; kind?: string } => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/organisations-page.tsx"), "administration"),
    "OrganisationsPage",
  ),
});

const organisation = createRoute({
  getParentRoute: () => shell,
  path: "/organisations/$organisationId",
  component: lazyRouteComponent(
    withWords(() => import("./pages/organisation-page.tsx"), "administration"),
    "OrganisationPage",
  ),
});

const outbox = createRoute({
  getParentRoute: () => shell,
  path: "/outbox",
  component: lazyRouteComponent(
    withWords(() => import("./pages/outbox-page.tsx"), "administration"),
    "OutboxPage",
  ),
});

const demoMail = createRoute({
  getParentRoute: () => root,
  path: "/demo-mail",
  component: lazyRouteComponent(
    withWords(() => import("./pages/demo-mail-page.tsx"), "administration"),
    "DemoMailPage",
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: (search: Record<string, unknown>): AuditFilter => search,
  component: lazyRouteComponent(
    withWords(() => import("./pages/audit-page.tsx"), "administration"),
    "AuditPage",
  ),
});

const administration = [
  audit,
  people,
  person,
  invitations,
  accessRequests,
  organisations,
  organisation,
  outbox,
] as const;

const routeTree = root.addChildren([
  signIn,
  forgotPassword,
  resetPassword,
  invitation,
  firstAdministrator,
  askForAccount,
  demoMail,
  clear,
  shell.addChildren([
    account,
    home,
    papers,
    paper,
    clearance,
    issued,
    review,
    round,
    matrix,
    centres,
    centre,
    actions,
    commitments,
    dashboard,
    notices,
    noticeSettings,
    ...administration,
  ]),
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
