import type { SectionAssigned } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";

interface Section {
  readonly paperId: string;
  readonly sectionId: string;
}

export class SectionOwnersRepository {
  /** Gives the section to its new owner if it is still at the version that was decided on. */
  async assign(
    tx: PrismaTransaction,
    { paperId, sectionId, version }: Section & { readonly version: number },
    { ownerId, othersMay }: SectionAssigned,
  ): Promise<boolean> {
    const { count } = await tx.paperSection.updateMany({
      where: { paperId, sectionId, version },
      data: { ownerId, othersMay, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** Notes a section that people have added in the text; false when somebody else just has. */
  async add(
    tx: PrismaTransaction,
    { paperId, sectionId }: Section,
    { ownerId, othersMay }: SectionAssigned,
  ): Promise<boolean> {
    const { _max } = await tx.paperSection.aggregate({
      where: { paperId },
      _max: { position: true },
    });
    const { count } = await tx.paperSection.createMany({
      data: [{ paperId, sectionId, ownerId, othersMay, position: (_max.position ?? -1) + 1 }],
      skipDuplicates: true,
    });
    return count === 1;
  }
}
