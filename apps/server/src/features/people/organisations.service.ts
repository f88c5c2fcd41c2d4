/** Organisations and their dated memberships. */
import type {
  addMembership,
  addOrganisation,
  changeOrganisation,
  LocalText,
  ManagedOrganisation,
} from "@istmo/contracts";
import { membershipsOverlap, organisationAccess, type Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { actorWithin } from "./actor-within.queries.ts";
import type { OrganisationRow, OrganisationsRepository } from "./organisations.repository.ts";
import type { PeopleRepository } from "./people.repository.ts";

export interface OrganisationsServiceNeeds {
  readonly repository: OrganisationsRepository;
  readonly people: PeopleRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type MembershipRow = OrganisationRow["members"][number];

export class OrganisationsService {
  readonly #needs: OrganisationsServiceNeeds;

  constructor(needs: OrganisationsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusal: `not_allowed`. */
  async list(
    actor: Actor,
    filter: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    const { repository, clock } = this.#needs;
    if (organisationAccess(actor) === null) throw new AppError("not_allowed");
    const rows = await repository.list(filter);
    const ids = rows.map(({ id }) => id);
    const people = await repository.peopleIn(ids, { now: clock.now() });
    return toPage(rows, filter.limit, (row) => answer(row, people));
  }

  /** Refusal: `not_allowed`. */
  add(
    actor: Actor,
    command: Command,
    wanted: z.output<typeof addOrganisation>,
  ): Promise<ManagedOrganisation> {
    const { repository } = this.#needs;
    return this.#change(actor, command, async ({ tx, audit }) => {
      const id = await repository.create(tx, wanted);
      audit({
        kind: "organisation.changed",
        subject: { kind: "organisation", id, label: wanted.name.es },
        after: { ...namesOfOrganisation(wanted), kind: wanted.kind, isActive: true },
      });
      return id;
    });
  }

  /** Refusals: `not_allowed`, `not_found`, `stale_version`. */
  change(
    actor: Actor,
    command: Command,
    id: string,
    wanted: z.output<typeof changeOrganisation>,
  ): Promise<ManagedOrganisation> {
    const { repository } = this.#needs;
    return this.#change(actor, command, async ({ tx, audit }) => {
      const row = await repository.find(id, tx);
      if (row === null) throw new AppError("not_found");
      const { version, isActive = row.isActive } = wanted;
      // Names in further languages stay.
      const name = { ...(row.name as LocalText), ...wanted.name };
      const abbreviation = { ...(row.abbreviation as LocalText), ...wanted.abbreviation };
      const data = { name, abbreviation, isActive };
      if (!(await repository.change(tx, { id, version }, data)))
        throw new AppError("stale_version");
      const before = {
        name: row.name as LocalText,
        abbreviation: row.abbreviation as LocalText,
      };
      audit({
        kind: "organisation.changed",
        subject: { kind: "organisation", id, label: name.es },
        before: { ...namesOfOrganisation(before), isActive: row.isActive },
        after: { ...namesOfOrganisation(data), isActive },
      });
      return id;
    });
  }

  /**
   * Refusals: `not_allowed`, `not_found`, `unknown_organisation`, `membership_overlaps`,
   * `invalid_request` (it would end before it begins).
   */
  addMembership(
    actor: Actor,
    command: Command,
    bodyId: string,
    wanted: z.output<typeof addMembership>,
  ): Promise<ManagedOrganisation> {
    const { repository } = this.#needs;
    return this.#change(actor, command, async ({ tx, audit }) => {
      const { memberId, status, from, to } = wanted;
      const body = await repository.find(bodyId, tx);
      if (body === null) throw new AppError("not_found");
      const member = await repository.find(memberId, tx);
      if (member === null || memberId === bodyId) throw new AppError("unknown_organisation");
      const membership = { memberId, bodyId, status, from, to };
      await this.#check(tx, membership, null);
      await repository.addMembership(tx, membership);
      audit({
        kind: "membership.changed",
        subject: { kind: "organisation", id: bodyId, label: (body.name as LocalText).es },
        after: membership,
      });
      return bodyId;
    });
  }

  /** Sets the last day. Refusals: `not_allowed`, `not_found`, `membership_overlaps`, `invalid_request`. */
  endMembership(
    actor: Actor,
    command: Command,
    membershipId: string,
    to: string,
  ): Promise<ManagedOrganisation> {
    const { repository } = this.#needs;
    return this.#change(actor, command, async ({ tx, audit }) => {
      const row = await repository.findMembership(tx, membershipId);
      if (row === null) throw new AppError("not_found");
      const { id, ...facts } = row;
      await this.#check(tx, { ...facts, to }, id);
      await repository.endMembership(tx, id, to);
      audit({
        kind: "membership.changed",
        subject: { kind: "organisation", id: row.bodyId },
        before: facts,
        after: { ...facts, to },
      });
      return row.bodyId;
    });
  }

  async #check(
    tx: PrismaTransaction,
    wanted: Omit<MembershipRow, "id">,
    except: string | null,
  ): Promise<void> {
    const { from, to } = wanted;
    if (from !== null && to !== null && to < from)
      throw new AppError("invalid_request", { endsBeforeItBegins: true });
    const others = await this.#needs.repository.likeThis(tx, wanted);
    if (others.some((other) => other.id !== except && membershipsOverlap(other, wanted)))
      throw new AppError("membership_overlaps");
  }

  /** One change of an organisation; changes wait for each other, so that dates cannot overlap. */
  #change(
    actor: Actor,
    command: Command,
    change: (work: Work) => Promise<string>,
  ): Promise<ManagedOrganisation> {
    const { repository, people, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const { tx } = work;
      const now = clock.now();
      await people.lock(tx);
      const by = await actorWithin(tx, actor, now);
      if (organisationAccess(by) !== "change") throw new AppError("not_allowed");
      const id = await change(work);
      const row = await repository.find(id, tx);
      if (row === null) throw new AppError("not_found");
      return answer(row, await repository.peopleIn([id], { now, db: tx }));
    });
  }
}

function namesOfOrganisation({
  name,
  abbreviation,
}: {
  readonly name: LocalText;
  readonly abbreviation: LocalText;
}) {
  return {
    "name.es": name.es,
    "name.en": name.en,
    "abbreviation.es": abbreviation.es,
    "abbreviation.en": abbreviation.en,
  };
}

function answer(row: OrganisationRow, people: ReadonlyMap<string, number>): ManagedOrganisation {
  const pick = (text: unknown): LocalText => {
    const { es, en } = text as LocalText;
    return { es, en };
  };
  const dated = ({ id, memberId, bodyId, status, from, to }: MembershipRow) => ({
    ...{ id, memberId, bodyId, status, from, to },
  });
  return {
    id: row.id,
    kind: row.kind,
    country: row.country,
    name: pick(row.name),
    abbreviation: pick(row.abbreviation),
    languages: row.languages,
    isActive: row.isActive,
    version: row.version,
    members: row.members.map(dated),
    memberOf: row.memberships.map(dated),
    people: people.get(row.id) ?? 0,
  };
}
