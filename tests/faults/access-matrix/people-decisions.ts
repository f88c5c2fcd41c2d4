/** Signing in, one's own account, people, posts, invitations, requests, organisations, the audit log. */
import {
  auditAccess,
  can,
  clearsPeople,
  decidesAccessRequests,
  isOffice,
  isStaff,
  managesPeople,
  maySharePaper,
  mayInviteTo,
  rolesToInvite,
  type Actor,
  type HeldPost,
} from "@istmo/domain";
import { everybody, mayIf, type Cell, type RouteDecision, type Verdict } from "./cells.ts";
import type { World } from "./world.ts";

const reason = "Motivo del cambio";
const expertOf = (centreId: string): HeldPost => ({
  role: "expert",
  centreId,
  organisationId: null,
});
const manager = (actor: Actor) => mayIf(managesPeople(actor));
const openBecause = (open: string): RouteDecision => ({ open });

/** Somebody of Guatemala and somebody of Nicaragua, as those who manage people see them. */
const onPeople =
  (end: string, body: unknown, decide: (actor: Actor) => boolean) =>
  (world: World): Cell[] =>
    (["own", "foreign"] as const).map((on) => ({
      on,
      path: `/api/v1/admin/people/${world.people[on].personId}${end}`,
      ...(body === undefined ? {} : { body }),
      decide: (actor): Verdict => {
        if (!seesPerson(actor, on)) return listsPeople(actor) ? "hidden" : "refused";
        return mayIf(decide(actor));
      },
    }));

/** Who has a list of people to manage: the office, administrators, leads and focal points. */
const listsPeople = (actor: Actor): boolean =>
  managesPeople(actor) || isOffice(actor) || can(actor, "people.invite", everyCentre(actor));
const everyCentre = (actor: Actor) => {
  const organisationId = actor.posts.find((post) => post.organisationId !== null)?.organisationId;
  return {
    centreIds: actor.posts.map(({ centreId }) => centreId),
    ...(organisationId == null ? {} : { organisationId }),
  };
};
const seesPerson = (actor: Actor, on: "own" | "foreign"): boolean =>
  managesPeople(actor) ||
  isOffice(actor) ||
  (on === "own" &&
    actor.posts.some((post) => post.role === "centre_lead" && post.centreId === "centre-gt"));

/** The post of a person, behind whom only those who manage people get. */
const onPosts =
  (end: string, body: unknown) =>
  (world: World): Cell[] =>
    (["own", "foreign"] as const).map((on) => ({
      on,
      path: `/api/v1/posts/${world.people[on].postId}${end}`,
      body,
      decide: manager,
    }));

/** Nobody of the matrix has an authenticator app: there is nothing to confirm or remove. */
const withoutAuthenticator = (end: string, body: unknown) => (): Cell[] => [
  { on: "none set up", path: `/api/v1/me/${end}`, body, decide: () => "hidden" },
];

/** Whoever decides on strangers' requests: those who may invite into any centre. */
const decidesAccounts = (actor: Actor) =>
  mayInviteTo(actor, expertOf("centre-gt")) && mayInviteTo(actor, expertOf("centre-ni"));

export const peopleDecisions: Record<string, RouteDecision> = {
  "GET /healthz": openBecause("says only that the process is alive"),
  "GET /readyz": openBecause("says only whether the database answers"),
  "GET /metrics": openBecause("figures, to this machine or with a token"),
  "GET /api/v1/site": openBecause("what the sign-in page must know"),
  "GET /api/v1/site/outbox": openBecause("the mail of a demonstration; 404 elsewhere"),
  "POST /api/auth/sign-in/email": openBecause("signing in"),
  "POST /api/auth/sign-in/second-factor": openBecause("signing in"),
  "POST /api/auth/passkey/options": openBecause("signing in"),
  "POST /api/auth/passkey/sign-in": openBecause("signing in"),
  "GET /api/auth/oidc/start": openBecause("signing in"),
  "GET /api/auth/oidc/callback": openBecause("signing in"),
  "POST /api/auth/password/forgot": openBecause("the answer is always the same"),
  "POST /api/auth/password/reset": openBecause("the link's token is the key"),
  "POST /api/auth/invitation/look": openBecause("the link's token is the key"),
  "POST /api/auth/invitation/accept": openBecause("the link's token is the key"),
  "POST /api/auth/first-administrator/look": openBecause("the link's token is the key"),
  "POST /api/auth/first-administrator": openBecause("the link's token is the key"),
  "POST /api/auth/ask": openBecause("the answer is always the same"),
  "POST /api/auth/sign-out": openBecause("ends the session that asks"),

  "GET /api/v1/me": everybody("/api/v1/me"),
  "PATCH /api/v1/me": everybody("/api/v1/me", { timeZone: "America/Panama" }),
  "GET /api/v1/me/device-key": everybody("/api/v1/me/device-key"),
  "GET /api/v1/me/security": everybody("/api/v1/me/security"),
  "POST /api/v1/me/confirm": everybody("/api/v1/me/confirm", { password: "wrong" }),
  "POST /api/v1/me/password": everybody("/api/v1/me/password", { password: "short" }),
  "POST /api/v1/me/totp/start": everybody("/api/v1/me/totp/start", {}),
  "POST /api/v1/me/totp/confirm": withoutAuthenticator("totp/confirm", { code: "000000" }),
  "POST /api/v1/me/totp/remove": withoutAuthenticator("totp/remove", {}),
  "POST /api/v1/me/recovery-codes": withoutAuthenticator("recovery-codes", {}),
  "POST /api/v1/me/passkeys/options": everybody("/api/v1/me/passkeys/options", {}),
  "POST /api/v1/me/passkeys": everybody("/api/v1/me/passkeys", { name: "Llave", credential: {} }),
  "POST /api/v1/me/passkeys/{id}/remove": (world) => [
    {
      on: "somebody else's",
      path: `/api/v1/me/passkeys/${world.foreignPasskeyId}/remove`,
      body: {},
      decide: () => "hidden",
    },
  ],
  "GET /api/v1/me/sessions": everybody("/api/v1/me/sessions"),
  "POST /api/v1/me/sessions/{id}/end": (world) => [
    {
      on: "somebody else's",
      path: `/api/v1/me/sessions/${world.foreignSessionId}/end`,
      body: {},
      decide: () => "hidden",
    },
  ],
  "POST /api/v1/me/sessions/end-others": everybody("/api/v1/me/sessions/end-others", {}),

  "GET /api/v1/people": () => [
    { on: "", path: "/api/v1/people", decide: (actor) => mayIf(isStaff(actor)) },
  ],
  "GET /api/v1/admin/people": () => [
    { on: "", path: "/api/v1/admin/people", decide: (actor) => mayIf(listsPeople(actor)) },
  ],
  "GET /api/v1/admin/people/{id}": onPeople("", undefined, () => true),
  "POST /api/v1/admin/people/{id}": onPeople("", { version: 999_999, name: "N" }, managesPeople),
  "POST /api/v1/admin/people/{id}/deactivate": onPeople("/deactivate", { reason }, managesPeople),
  "POST /api/v1/admin/people/{id}/reactivate": onPeople("/reactivate", { reason }, managesPeople),
  "POST /api/v1/admin/people/{id}/clearance": onPeople(
    "/clearance",
    { level: "confidential", reason },
    clearsPeople,
  ),
  "POST /api/v1/admin/people/{id}/sign-out": onPeople("/sign-out", { reason }, managesPeople),
  "POST /api/v1/admin/people/{id}/reset-sign-in": onPeople(
    "/reset-sign-in",
    { reason },
    managesPeople,
  ),
  "POST /api/v1/posts": () => [
    {
      on: "",
      path: "/api/v1/posts",
      body: { personId: "person-policy-do", role: "expert", centreId: "centre-do" },
      decide: manager,
    },
  ],
  "POST /api/v1/posts/{id}/end": onPosts("/end", { version: 999_999, reason }),
  "POST /api/v1/posts/{id}/hand-over": onPosts("/hand-over", {
    version: 999_999,
    successorId: "person-policy-do",
    reason,
  }),
  "GET /api/v1/invitations": () => [
    {
      on: "",
      path: "/api/v1/invitations",
      decide: (actor) => mayIf(rolesToInvite(actor).length > 0),
    },
  ],
  "POST /api/v1/invitations": () =>
    [
      ["own", expertOf("centre-gt")],
      ["foreign", expertOf("centre-ni")],
    ].map(([on, post]) => ({
      on: on as string,
      path: "/api/v1/invitations",
      body: { ...(post as HeldPost), email: "nueva@example.org", name: "Nueva", locale: "es" },
      decide: (actor: Actor) => mayIf(mayInviteTo(actor, post as HeldPost)),
    })),
  ...Object.fromEntries(
    ["revoke", "resend"].map((act): [string, RouteDecision] => [
      `POST /api/v1/invitations/{id}/${act}`,
      (world) => [
        {
          on: "own",
          path: `/api/v1/invitations/${world.invitationId}/${act}`,
          body: {},
          before: () =>
            world.app.client.invitation.update({
              where: { id: world.invitationId },
              data: { revokedAt: null },
            }),
          decide: (actor): Verdict => {
            if (rolesToInvite(actor).length === 0) return "refused";
            return mayInviteTo(actor, expertOf("centre-gt")) ? "may" : "hidden";
          },
        },
      ],
    ]),
  ),
  "GET /api/v1/access-requests": () => [
    {
      on: "",
      path: "/api/v1/access-requests",
      decide: (actor) => mayIf(decidesAccessRequests(actor)),
    },
  ],
  "POST /api/v1/access-requests": (world) =>
    (["own", "classified"] as const).map((on) => ({
      on,
      path: "/api/v1/access-requests",
      body: { paperId: world.papers[on].paperId, reason },
      decide: () => "may",
    })),
  "POST /api/v1/access-requests/{id}/decide": (world) =>
    (["account", "paper"] as const).map((kind) => ({
      on: kind,
      path: `/api/v1/access-requests/${world.requestIds[kind]}/decide`,
      body: { decision: "declined" },
      decide: (actor) => {
        const may =
          kind === "account"
            ? decidesAccounts(actor)
            : maySharePaper(actor, world.papers.own.facts);
        if (!decidesAccessRequests(actor)) return "refused";
        return may ? "may" : "hidden";
      },
    })),

  "GET /api/v1/admin/organisations": () => [
    {
      on: "",
      path: "/api/v1/admin/organisations",
      decide: (actor) => mayIf(managesPeople(actor) || isOffice(actor)),
    },
  ],
  "POST /api/v1/admin/organisations": () => [
    {
      on: "",
      path: "/api/v1/admin/organisations",
      body: {
        kind: "partner",
        country: null,
        name: { es: "Una", en: "One" },
        abbreviation: { es: "U", en: "O" },
        languages: ["es"],
      },
      decide: manager,
    },
  ],
  "POST /api/v1/admin/organisations/{id}": () => [
    {
      on: "",
      path: "/api/v1/admin/organisations/org-sica",
      body: { version: 999_999, isActive: true },
      decide: manager,
    },
  ],
  "POST /api/v1/admin/organisations/{id}/memberships": () => [
    {
      on: "",
      path: "/api/v1/admin/organisations/org-sica/memberships",
      body: { memberId: "state-gt", status: "invitado", from: "2026-01-01", to: "2026-02-01" },
      decide: manager,
    },
  ],
  "POST /api/v1/admin/memberships/{id}/end": (world) => [
    {
      on: "",
      path: `/api/v1/admin/memberships/${encodeURIComponent(world.membershipId)}/end`,
      body: { to: "2030-01-01" },
      decide: manager,
    },
  ],
  "GET /api/v1/outbox": () => [{ on: "", path: "/api/v1/outbox", decide: manager }],

  ...Object.fromEntries(
    ["", "/export", "/check"].map((end): [string, RouteDecision] => [
      `GET /api/v1/audit${end}`,
      () => [
        {
          on: "",
          path: `/api/v1/audit${end}`,
          decide: (actor) => mayIf(auditAccess(actor) !== null),
        },
      ],
    ]),
  ),
};
