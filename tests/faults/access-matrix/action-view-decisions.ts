/** Saved views: kept for oneself, shared with a centre, and with everybody of the staff. */
import { canChangeView, canSeeView, canShareView, type Actor, type SavedView } from "@istmo/domain";
import { everybody, mayIf, type Cell, type RouteDecision, type Verdict } from "./cells.ts";
import type { World } from "./world.ts";

const views = {
  "of another": { ownerId: "person-who-left", sharing: { with: "nobody" } },
  "of a centre": {
    ownerId: "person-who-left",
    sharing: { with: "centre", centreId: "centre-gt" },
  },
  "of all staff": { ownerId: "person-who-left", sharing: { with: "staff" } },
} as const satisfies Record<string, SavedView>;
type On = keyof typeof views;

const idOf = (on: On) => `spare-view-${on.replaceAll(" ", "-")}`;

/** Puts the view back as it was. */
async function spare({ app: { client } }: World, on: On) {
  const { ownerId, sharing } = views[on];
  const row = {
    ...{ ownerId, name: "Una vista", filter: {}, kind: "list", version: 1 },
    ...{ sharedWith: sharing.with, centreId: sharing.with === "centre" ? sharing.centreId : null },
  };
  await client.savedView.upsert({
    where: { id: idOf(on) },
    create: { id: idOf(on), ...row },
    update: row,
  });
}

const onViews =
  (body: unknown, decide: (actor: Actor, view: SavedView) => Verdict) =>
  (world: World): Cell[] =>
    (Object.keys(views) as On[]).map((on) => ({
      on,
      path: `/api/v1/action-views/${idOf(on)}`,
      ...(body === undefined ? {} : { body }),
      before: () => spare(world, on),
      decide: (actor) => (canSeeView(actor, views[on]) ? decide(actor, views[on]) : "hidden"),
    }));

export const actionViewDecisions: Record<string, RouteDecision> = {
  // One's own alone.
  "GET /api/v1/calendar-feed": everybody("/api/v1/calendar-feed"),
  "POST /api/v1/calendar-feed": everybody("/api/v1/calendar-feed", {}),
  "DELETE /api/v1/calendar-feed": everybody("/api/v1/calendar-feed"),
  "GET /calendar/{file}": { open: "whoever has the secret address" },
  "GET /api/v1/action-views": everybody("/api/v1/action-views"),
  "POST /api/v1/action-views": () =>
    (["of a centre", "of all staff"] as const).map((on) => ({
      on,
      path: "/api/v1/action-views",
      body: { name: "Otra vista", filter: {}, kind: "list", sharing: views[on].sharing },
      decide: (actor) => mayIf(canShareView(actor, views[on].sharing)),
    })),
  "GET /api/v1/action-views/{id}": onViews(undefined, () => "may"),
  // Nobody's own: what the office may do with it is to share it otherwise.
  "PATCH /api/v1/action-views/{id}": onViews(
    { version: 1, sharing: { with: "nobody" } },
    (actor, view) => mayIf(canChangeView(actor, view)),
  ),
  "DELETE /api/v1/action-views/{id}": onViews(undefined, (actor, view) =>
    mayIf(canChangeView(actor, view)),
  ),
};
