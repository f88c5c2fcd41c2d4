import {
  changeMe,
  me as meShape,
  page,
  peopleQuery,
  person as personShape,
  site as siteShape,
  type Me,
  type Site,
} from "@istmo/contracts";
import {
  auditAccess,
  centresToCreateActionsIn,
  centresToStartPapersFor,
  clearsPeople,
  decidesAccessRequests,
  decidesSubmissions,
  isOffice,
  isStaff,
  managesPeople,
  rolesToInvite,
} from "@istmo/domain";
import type { Request } from "express";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { IdentityRepository } from "./identity.repository.ts";

/** Who I am, who the others are, and what the sign-in page shows. */
export function identityRoutes(
  api: Api,
  repository: IdentityRepository,
  readSite: (request: Request) => Promise<Site>,
): void {
  async function describe({ person, actor, mustAddFactor }: SignedIn): Promise<Me> {
    const centres = await repository.centreIds();
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      sample: person.sample,
      locale: person.locale === "en" ? "en" : "es",
      timeZone: person.timeZone,
      clearedTo: actor.clearedTo,
      mustAddFactor,
      posts: [...actor.posts],
      abilities: {
        createPaperFor: centresToStartPapersFor(actor, centres),
        createActionFor: centresToCreateActionsIn(actor, centres),
        reviewSubmissions: decidesSubmissions(actor),
        administration: {
          people: managesPeople(actor) || isOffice(actor),
          managePeople: managesPeople(actor),
          clearPeople: clearsPeople(actor),
          inviteTo: rolesToInvite(actor),
          decideRequests: decidesAccessRequests(actor),
          audit: auditAccess(actor),
          mail: managesPeople(actor),
        },
      },
    };
  }

  api.openRoute(
    {
      method: "get",
      path: "/site",
      tag: "Identity",
      summary: "What the sign-in page must know",
      answer: siteShape,
    },
    (_query, request) => readSite(request),
  );
  api.route(
    { method: "get", path: "/me", tag: "Identity", summary: "Who I am", answer: meShape },
    ({ me }) => describe(me),
  );
  api.route(
    {
      method: "patch",
      path: "/me",
      tag: "Identity",
      summary: "Change my name, language or time zone",
      body: changeMe,
      answer: meShape,
    },
    async ({ me, body }) => {
      const { locale, name, timeZone } = body;
      if (timeZone !== undefined && !isTimeZone(timeZone)) throw new AppError("invalid_request");
      const change = {
        ...(locale === undefined ? {} : { locale }),
        ...(name === undefined ? {} : { name }),
        ...(timeZone === undefined ? {} : { timeZone }),
      };
      await repository.changePerson(me.person.id, change);
      return describe({ ...me, person: { ...me.person, ...change } });
    },
  );
  api.route(
    {
      method: "get",
      path: "/people",
      tag: "Identity",
      summary: "People by name, of one centre or all",
      query: peopleQuery,
      answer: page(personShape),
    },
    async ({ me, query }) => {
      if (!isStaff(me.actor)) throw new AppError("not_allowed");
      return { items: await repository.people(query.centre), nextCursor: null };
    },
  );
}

/** Whether the platform knows a time zone by this name. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
