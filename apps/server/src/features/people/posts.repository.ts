import { randomUUID } from "node:crypto";
import type { HeldPost, Tenure } from "@istmo/domain";
import type { LocalText } from "@istmo/contracts";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { toTenure } from "./tenures.ts";

type NewPost = HeldPost & Pick<Tenure, "personId" | "startsAt" | "endsAt">;

/** Posts, always within the transaction of their change. */
export class PostsRepository {
  find(tx: PrismaTransaction, postId: string) {
    return tx.post.findUnique({ where: { id: postId } });
  }

  /** All tenures of a person, whenever they run. */
  async held(tx: PrismaTransaction, personId: string): Promise<Tenure[]> {
    return (await tx.post.findMany({ where: { personId } })).map(toTenure);
  }

  async isActive(tx: PrismaTransaction, personId: string): Promise<boolean> {
    return (await tx.person.count({ where: { id: personId, deactivatedAt: null } })) > 0;
  }

  async nameOf(tx: PrismaTransaction, personId: string): Promise<string> {
    const person = await tx.person.findUnique({ where: { id: personId }, select: { name: true } });
    return person?.name ?? personId;
  }

  create(tx: PrismaTransaction, post: NewPost, handedOverFrom: string | null = null) {
    const { personId, role, centreId, organisationId, startsAt, endsAt } = post;
    return tx.post.create({
      data: {
        id: randomUUID(),
        ...{ personId, role, centreId, organisationId, startsAt, endsAt, handedOverFrom },
      },
    });
  }

  /** Ends a post if it is still at this version; null otherwise. */
  async end(
    tx: PrismaTransaction,
    post: { readonly id: string; readonly version: number },
    endsAt: Date,
  ) {
    const { count } = await tx.post.updateMany({
      where: { id: post.id, version: post.version },
      data: { endsAt, version: { increment: 1 } },
    });
    return count === 1 ? this.find(tx, post.id) : null;
  }

  /**
   * The name of the post's centre or organisation; null for the office.
   * Refusals: `unknown_centre`, `unknown_organisation` (an inactive one included).
   */
  async bodyOf(
    tx: PrismaTransaction,
    { centreId, organisationId }: Pick<HeldPost, "centreId" | "organisationId">,
  ): Promise<LocalText | null> {
    const centre =
      centreId === null ? null : await tx.centre.findUnique({ where: { id: centreId } });
    if (centreId !== null && centre === null) throw new AppError("unknown_centre");
    const organisation =
      organisationId === null
        ? null
        : await tx.organisation.findUnique({ where: { id: organisationId, isActive: true } });
    if (organisationId !== null && organisation === null)
      throw new AppError("unknown_organisation");
    const name = (centre ?? organisation)?.name as LocalText | undefined;
    return name === undefined ? null : { es: name.es, en: name.en };
  }
}
