/** Makes the parts of people, posts, invitations, requests and organisations, and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import { Router } from "express";
import type { Api } from "../../http/api.ts";
import type { ReadSession } from "../../http/session-reader.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { AccessRequestsRepository } from "./access-requests.repository.ts";
import { accessRequestsRoutes, askRouter } from "./access-requests.routes.ts";
import { AccessRequestsService, type PrepareShare } from "./access-requests.service.ts";
import { InvitationAcceptance, type NewPasswords } from "./invitation-acceptance.ts";
import { InvitationsRepository } from "./invitations.repository.ts";
import {
  invitationRouter,
  invitationsRoutes,
  type InvitationRouterNeeds,
} from "./invitations.routes.ts";
import { InvitationsService } from "./invitations.service.ts";
import { OrganisationsRepository } from "./organisations.repository.ts";
import { organisationsRoutes } from "./organisations.routes.ts";
import { OrganisationsService } from "./organisations.service.ts";
import { PeopleRepository } from "./people.repository.ts";
import { peopleRoutes } from "./people.routes.ts";
import { PeopleService, type SendPasswordReset } from "./people.service.ts";
import { PostsRepository } from "./posts.repository.ts";
import { postsRoutes } from "./posts.routes.ts";
import { PostsService, type OpenWork } from "./posts.service.ts";

export interface PeopleParts {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** Where people open the page. */
  readonly ownOrigin: () => string;
  readonly openWork: readonly OpenWork[];
  readonly sendPasswordReset: SendPasswordReset;
  readonly prepareShare: PrepareShare;
  readonly passwords: NewPasswords;
  readonly readSession: ReadSession;
  readonly admit: InvitationRouterNeeds["admit"];
}

export function createPeople(parts: PeopleParts) {
  const { client, unitOfWork, clock, ownOrigin, openWork, readSession, admit } = parts;
  const repository = new PeopleRepository(client);
  const postRows = new PostsRepository();
  const invitationRows = new InvitationsRepository(client);
  const common = { people: repository, posts: postRows, unitOfWork, clock };

  const { sendPasswordReset } = parts;
  const people = new PeopleService({ repository, unitOfWork, clock, sendPasswordReset });
  const posts = new PostsService({ ...common, repository: postRows, openWork });
  const invitations = new InvitationsService({ ...common, repository: invitationRows, ownOrigin });
  const acceptance = new InvitationAcceptance({
    ...common,
    repository: invitationRows,
    passwords: parts.passwords,
  });
  const requests = new AccessRequestsService({
    ...common,
    repository: new AccessRequestsRepository(client),
    invitations,
    prepareShare: parts.prepareShare,
  });
  const organisations = new OrganisationsService({
    ...common,
    repository: new OrganisationsRepository(client),
  });

  return {
    addRoutes(api: Api): void {
      peopleRoutes(api, people);
      postsRoutes(api, posts);
      invitationsRoutes(api, invitations);
      accessRequestsRoutes(api, requests);
      organisationsRoutes(api, organisations);
    },
    /** What is open to strangers, under `/api/auth`. */
    router: Router().use(
      invitationRouter({ acceptance, readSession, admit, clock }),
      askRouter(requests, clock),
    ),
  };
}
