import type { Prisma, PrismaClient } from "@istmo/prisma/client";

export type GlossaryTermRow = Prisma.GlossaryTermGetPayload<object>;

export class CentresRepository {
  readonly db: PrismaClient;
  #glossary: Promise<GlossaryTermRow[]> | null = null;

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

  /** Nobody changes it while the server runs, and every page of a paper asks for it: read once. */
  glossary() {
    this.#glossary ??= this.db.glossaryTerm
      .findMany({ orderBy: { id: "asc" }, take: 2000 })
      .catch((error: unknown) => {
        this.#glossary = null;
        throw error;
      });
    return this.#glossary;
  }
}
