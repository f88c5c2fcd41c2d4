import {
  commitmentAges,
  officeTimeZone,
  regionalOfficeId,
  type Actor,
  type CommitmentAge,
  type ResponsibleBody,
} from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";
import { dayIn } from "../../platform/clock.ts";
import {
  openStates,
  visibleCommitments,
  withActions,
  type CommitmentRow,
} from "./commitments.queries.ts";

type Db = PrismaClient | PrismaTransaction;

export interface CommitmentsFilter {
  readonly series?: string | undefined;
  readonly centre?: string | undefined;
  readonly organisation?: string | undefined;
  readonly state?: string | undefined;
  readonly open?: boolean | undefined;
  readonly age?: CommitmentAge | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Days late at most, of each age that is late. */
const latest: Readonly<Partial<Record<CommitmentAge, number>>> = {
  late_to_30: 30,
  late_to_90: 90,
  late_to_180: 180,
};

/** `ageOf` and `daysLate` of the domain as a condition on rows. */
function ofAge(age: CommitmentAge, now: Date): Prisma.CommitmentWhereInput {
  const daysAgo = (days: number) =>
    dayIn(officeTimeZone, new Date(now.getTime() - days * 86_400_000));
  const owed = { state: { in: openStates.filter((state) => state !== "proposed") } };
  const late = { ...owed, dueOn: { lt: daysAgo(0) } };
  if (age === "not_due") return { NOT: late };
  const before = latest[commitmentAges[commitmentAges.indexOf(age) - 1] ?? age] ?? 0;
  const longest = latest[age];
  const earliest = longest === undefined ? {} : { gte: daysAgo(longest) };
  return { ...owed, dueOn: { lt: daysAgo(before), ...earliest } };
}

export class CommitmentsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  list(actor: Actor, filter: CommitmentsFilter, now: Date): Promise<CommitmentRow[]> {
    const { series, centre, organisation, state, open, age, limit, cursor } = filter;
    const conditions: Prisma.CommitmentWhereInput[] = [visibleCommitments(actor)];
    if (series !== undefined) conditions.push({ seriesId: series });
    if (centre !== undefined) conditions.push({ centreId: centre });
    if (organisation !== undefined) conditions.push({ organisationId: organisation });
    if (state !== undefined) conditions.push({ state });
    if (open === true) conditions.push({ state: { in: openStates } });
    if (age !== undefined) conditions.push(ofAge(age, now));
    return this.db.commitment.findMany({
      where: { AND: conditions },
      include: withActions,
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: Db = this.db): Promise<CommitmentRow | null> {
    return db.commitment.findUnique({ where: { id }, include: withActions });
  }

  create(
    tx: PrismaTransaction,
    data: Prisma.CommitmentUncheckedCreateInput,
  ): Promise<CommitmentRow> {
    return tx.commitment.create({ data, include: withActions });
  }

  /** Writes only if the row is still at the version that was decided on; null otherwise. */
  async update(
    tx: PrismaTransaction,
    at: { readonly id: string; readonly version: number },
    data: Prisma.CommitmentUncheckedUpdateManyInput,
  ): Promise<CommitmentRow | null> {
    const { count } = await tx.commitment.updateMany({
      where: { id: at.id, version: at.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1 ? this.find(at.id, tx) : null;
  }

  addEvidence(
    tx: PrismaTransaction,
    data: Prisma.CommitmentEvidenceUncheckedCreateInput,
  ): Promise<unknown> {
    return tx.commitmentEvidence.create({ data });
  }

  addStep(
    tx: PrismaTransaction,
    data: Prisma.CommitmentStepUncheckedCreateInput,
  ): Promise<unknown> {
    return tx.commitmentStep.create({ data });
  }

  evidenceOf(commitmentId: string, db: Db) {
    return db.commitmentEvidence.findMany({
      where: { commitmentId },
      orderBy: [{ givenAt: "asc" }, { id: "asc" }],
    });
  }

  stepsOf(commitmentId: string, db: Db) {
    return db.commitmentStep.findMany({ where: { commitmentId }, orderBy: { number: "asc" } });
  }

  consultation(id: string, db: Db = this.db) {
    return db.consultation.findUnique({ where: { id } });
  }

  /** The levels of these consultations, by their ids. */
  async levels(ids: readonly (string | null)[], db: Db): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    const rows = await db.consultation.findMany({
      where: { id: { in: wanted } },
      select: { id: true, level: true },
    });
    return new Map(rows.map(({ id, level }) => [id, level]));
  }

  async existsBody({ kind, id }: ResponsibleBody): Promise<boolean> {
    if (kind === "organisation" && id === regionalOfficeId) return true;
    const count =
      kind === "centre"
        ? await this.db.centre.count({ where: { id } })
        : await this.db.organisation.count({ where: { id, isActive: true } });
    return count > 0;
  }

  /** Names and time zones of the bodies of these commitments, by their ids. */
  async bodies(rows: readonly CommitmentRow[], db: Db) {
    const ids = (of: (row: CommitmentRow) => string | null) =>
      rows.map(of).filter((id) => id !== null);
    const centres = await db.centre.findMany({
      where: { id: { in: ids(({ centreId }) => centreId) } },
      select: { id: true, shortName: true, timeZone: true },
    });
    const organisations = await db.organisation.findMany({
      where: { id: { in: ids(({ organisationId }) => organisationId) } },
      select: { id: true, name: true },
    });
    return new Map([
      ...centres.map(({ id, shortName, timeZone }) => [id, { name: shortName, timeZone }] as const),
      ...organisations.map(({ id, name }) => [id, { name, timeZone: officeTimeZone }] as const),
    ]);
  }
}
