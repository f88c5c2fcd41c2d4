import type { Prisma, PrismaClient } from "@istmo/prisma/client";

export type VisitRow = Prisma.EditionVisitGetPayload<object>;

export class VisitsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(editionId: string, personId: string): Promise<VisitRow | null> {
    return this.db.editionVisit.findUnique({
      where: { editionId_personId: { editionId, personId } },
    });
  }

  async keep({ editionId, personId, ...visit }: VisitRow): Promise<void> {
    await this.db.editionVisit.upsert({
      where: { editionId_personId: { editionId, personId } },
      create: { editionId, personId, ...visit },
      update: visit,
    });
  }
}
