import type { PrismaClient } from "@istmo/prisma/client";

export class CentresRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  list() {
    return this.db.centre.findMany({ orderBy: { code: "asc" } });
  }

  /** By id or by slug. */
  find(idOrSlug: string) {
    return this.db.centre.findFirst({ where: { OR: [{ id: idOrSlug }, { slug: idOrSlug }] } });
  }

  organisations() {
    return this.db.organisation.findMany({ where: { isActive: true }, orderBy: { id: "asc" } });
  }

  consultations() {
    return this.db.consultation.findMany({
      include: { series: true },
      orderBy: [{ startsOn: "desc" }, { id: "asc" }],
      take: 200,
    });
  }

  programmes() {
    return this.db.programme.findMany({ orderBy: { code: "asc" }, take: 200 });
  }

  glossary() {
    return this.db.glossaryTerm.findMany({ orderBy: { id: "asc" }, take: 2000 });
  }
}
