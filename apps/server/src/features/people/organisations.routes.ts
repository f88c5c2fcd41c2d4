import {
  addMembership,
  addOrganisation,
  changeOrganisation,
  endMembership,
  id,
  listQuery,
  managedOrganisation,
  page,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { OrganisationsService } from "./organisations.service.ts";

const params = z.object({ id });
const tag = "Administration";

export function organisationsRoutes(api: Api, organisations: OrganisationsService): void {
  api.route(
    {
      method: "get",
      path: "/admin/organisations",
      tag,
      summary: "Organisations with their members and memberships",
      query: listQuery,
      answer: page(managedOrganisation),
    },
    ({ me, query }) => organisations.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/admin/organisations",
      tag,
      summary: "Add an organisation",
      body: addOrganisation,
      answer: managedOrganisation,
      status: 201,
    },
    ({ me, command, body }) => organisations.add(me.actor, command, body),
  );
  api.route(
    {
      method: "post",
      path: "/admin/organisations/:id",
      tag,
      summary: "Change an organisation's names, or put it out of use",
      params,
      body: changeOrganisation,
      answer: managedOrganisation,
    },
    ({ me, command, params: { id: organisationId }, body }) =>
      organisations.change(me.actor, command, organisationId, body),
  );
  api.route(
    {
      method: "post",
      path: "/admin/organisations/:id/memberships",
      tag,
      summary: "Add a member with its dates",
      params,
      body: addMembership,
      answer: managedOrganisation,
    },
    ({ me, command, params: { id: organisationId }, body }) =>
      organisations.addMembership(me.actor, command, organisationId, body),
  );
  api.route(
    {
      method: "post",
      path: "/admin/memberships/:id/end",
      tag,
      summary: "Set the last day of a membership",
      params,
      body: endMembership,
      answer: managedOrganisation,
    },
    ({ me, command, params: { id: membershipId }, body }) =>
      organisations.endMembership(me.actor, command, membershipId, body.to),
  );
}
