import { randomUUID } from "node:crypto";
import { maySharePaper, type Actor } from "@istmo/domain";
import type { TypedText } from "@istmo/contracts";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { sharesHeldAt, titleOf, toFacts } from "../papers/papers.queries.ts";

export type AccessRequestRow = Prisma.AccessRequestGetPayload<object>;

/** The requests that somebody decides. */
export interface RequestScope {
  readonly accounts: boolean;
  /** Titles of the papers that they may share and that somebody asked for. */
  readonly papers: ReadonlyMap<string, TypedText>;
}

const isOpen = { decidedAt: null } satisfies Prisma.AccessRequestWhereInput;
/** Papers with open or decided requests that are looked at for a list. */
const papersAtMost = 1000;

export class AccessRequestsRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  /** The papers that somebody asked for and that the actor may share, with their titles. */
  async sharablePapers(actor: Actor, now: Date): Promise<Map<string, TypedText>> {
    const asked = await this.#db.accessRequest.findMany({
      where: { kind: "paper" },
      distinct: ["paperId"],
      orderBy: { createdAt: "desc" },
      select: { paperId: true },
      take: papersAtMost,
    });
    const ids = asked.flatMap(({ paperId }) => (paperId === null ? [] : [paperId]));
    const papers = await this.#db.paper.findMany({
      where: { id: { in: ids } },
      include: {
        centres: { select: { centreId: true } },
        shares: sharesHeldAt(now),
        editions: { select: { language: true, title: true } },
      },
    });
    return new Map(
      papers
        .filter((paper) => maySharePaper(actor, toFacts(paper)))
        .map(({ id, editions }) => [id, titleOf(editions)]),
    );
  }

  /** The newest first. */
  list(
    { accounts, papers }: RequestScope,
    filter: {
      readonly state?: "open" | "decided" | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<AccessRequestRow[]> {
    const { state, limit, cursor } = filter;
    const conditions: Prisma.AccessRequestWhereInput[] = [
      {
        OR: [
          ...(accounts ? [{ kind: "account" }] : []),
          { kind: "paper", paperId: { in: [...papers.keys()] } },
        ],
      },
    ];
    if (state === "open") conditions.push(isOpen);
    if (state === "decided") conditions.push({ decidedAt: { not: null } });
    return this.#db.accessRequest.findMany({
      where: { AND: conditions },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: PrismaTransaction = this.#db): Promise<AccessRequestRow | null> {
    return db.accessRequest.findUnique({ where: { id } });
  }

  namesOf(ids: readonly (string | null)[], db: PrismaTransaction = this.#db) {
    return namesOf(db, ids);
  }

  personOf(tx: PrismaTransaction, personId: string) {
    return tx.person.findUnique({
      where: { id: personId },
      select: { name: true, email: true, locale: true },
    });
  }

  countOpen(
    tx: PrismaTransaction,
    where: Pick<Prisma.AccessRequestWhereInput, "kind" | "email" | "personId" | "paperId">,
  ) {
    return tx.accessRequest.count({ where: { ...isOpen, ...where } });
  }

  async paperExists(tx: PrismaTransaction, paperId: string): Promise<boolean> {
    return (await tx.paper.count({ where: { id: paperId } })) > 0;
  }

  create(
    tx: PrismaTransaction,
    request: Omit<Prisma.AccessRequestUncheckedCreateInput, "id">,
  ): Promise<AccessRequestRow> {
    return tx.accessRequest.create({ data: { id: randomUUID(), ...request } });
  }

  /** Null when somebody else has decided meanwhile. */
  async decide(
    tx: PrismaTransaction,
    id: string,
    decided: {
      readonly decision: "granted" | "declined";
      readonly decidedById: string;
      readonly decidedAt: Date;
      readonly note: string | null;
    },
  ): Promise<AccessRequestRow | null> {
    const { count } = await tx.accessRequest.updateMany({
      where: { ...isOpen, id },
      data: decided,
    });
    return count === 1 ? this.find(id, tx) : null;
  }
}
