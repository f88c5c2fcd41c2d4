import { auditKindsOf } from "@istmo/domain";
import type { Prisma, PrismaClient } from "@istmo/prisma/client";
import { readChain } from "../../platform/audit-chain.ts";
import type { AuditRow } from "../../platform/audit-log.ts";

/** What narrows the list of entries; instants, not days. */
export interface AuditFilter {
  /** A kind, the first part of kinds, or a group. */
  readonly kind?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly paper?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly until?: Date | undefined;
}

function toWhere(filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { kind, actor, subject, paper, from, until } = filter;
  return {
    ...(kind === undefined ? {} : { kind: { in: auditKindsOf(kind) } }),
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(subject === undefined ? {} : { subjectId: subject }),
    ...(paper === undefined ? {} : { paperId: paper }),
    ...(from === undefined && until === undefined
      ? {}
      : {
          at: {
            ...(from === undefined ? {} : { gte: from }),
            ...(until === undefined ? {} : { lt: until }),
          },
        }),
  };
}

export class AuditRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /** The newest entries before one. */
  async entries(
    filter: AuditFilter,
    page: { readonly before?: number | undefined; readonly take: number },
  ): Promise<AuditRow[]> {
    const rows = await this.db.auditEntry.findMany({
      where: {
        ...toWhere(filter),
        ...(page.before === undefined ? {} : { seq: { lt: page.before } }),
      },
      orderBy: { seq: "desc" },
      take: page.take,
    });
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** The whole log, oldest first. */
  chain() {
    return readChain(this.db);
  }
}
