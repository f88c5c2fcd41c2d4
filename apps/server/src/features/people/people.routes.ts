import {
  changePerson,
  clearPerson,
  id,
  managedPeopleQuery,
  managedPerson,
  managedPersonDetail,
  page,
  withReason,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { PeopleService } from "./people.service.ts";

const params = z.object({ id });
const tag = "Administration";

export function peopleRoutes(api: Api, people: PeopleService): void {
  api.route(
    {
      method: "get",
      path: "/admin/people",
      tag,
      summary: "People with their posts: everybody, or those of my centre or organisation",
      query: managedPeopleQuery,
      answer: page(managedPerson),
    },
    ({ me, query }) => people.list(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/admin/people/:id",
      tag,
      summary: "One person, with ended posts and the ways of signing in",
      params,
      answer: managedPersonDetail,
    },
    ({ me, params: { id: personId } }) => people.get(me.actor, personId),
  );
  api.route(
    {
      method: "post",
      path: "/admin/people/:id",
      tag,
      summary: "Change somebody's name or address",
      params,
      body: changePerson,
      answer: managedPersonDetail,
    },
    ({ me, command, params: { id: personId }, body }) =>
      people.change(me.actor, command, personId, body),
  );
  api.route(
    {
      method: "post",
      path: "/admin/people/:id/clearance",
      tag,
      summary: "Clear somebody up to a level, or down to it",
      params,
      body: clearPerson,
      answer: managedPersonDetail,
    },
    ({ me, command, params: { id: personId }, body }) =>
      people.clear(me.actor, command, personId, body),
  );
  const withReasons = [
    ["deactivate", "Close an account: all sessions end", people.deactivate.bind(people)],
    ["reactivate", "Open a closed account again", people.reactivate.bind(people)],
    ["sign-out", "End all sessions of somebody", people.signOut.bind(people)],
    [
      "reset-sign-in",
      "Take away the second factor and the passkeys, and send a link for a new password",
      people.resetSignIn.bind(people),
    ],
  ] as const;
  for (const [step, summary, take] of withReasons)
    api.route(
      {
        method: "post",
        path: `/admin/people/:id/${step}`,
        tag,
        summary,
        params,
        body: withReason,
        answer: managedPersonDetail,
      },
      ({ me, command, params: { id: personId }, body }) =>
        take(me.actor, command, personId, body.reason),
    );
}
