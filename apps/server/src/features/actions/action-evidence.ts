/** Pieces of evidence of items: giving them within an act, and answering them. */
import { randomUUID } from "node:crypto";
import { evidencePerAction, type ActionEvidence } from "@istmo/contracts";
import { isUnfinished, type Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { documentsOf, giveDocumentsWithin } from "../documents/documents.queries.ts";
import { namesOf } from "../identity/identity.queries.ts";
import type { ChangedField } from "./action-history.repository.ts";
import type { LockedAction } from "./action-writer.ts";
import type { Db } from "./actions.repository.ts";

/** What is given at once. */
export interface GivenEvidence {
  readonly text?: string | undefined;
  readonly links?: readonly string[] | undefined;
  readonly documentIds?: readonly string[] | undefined;
}

const piecesOf = ({ text, links = [], documentIds = [] }: GivenEvidence) => [
  ...(text === undefined ? [] : [{ kind: "text", content: text }]),
  ...[...new Set(links)].map((content) => ({ kind: "link", content })),
  ...[...new Set(documentIds)].map((content) => ({ kind: "document", content })),
];

export class ActionEvidencePieces {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Keeps what is given, and says what the history tells of it. Refusals: `too_much_evidence`,
   * `unknown_document`.
   */
  async give({ actor, row, facts, work }: LockedAction, given: GivenEvidence) {
    const { tx } = work;
    const pieces = piecesOf(given);
    if (pieces.length === 0) return [];
    const held = await tx.actionEvidence.count({ where: { actionId: row.id } });
    if (held + pieces.length > evidencePerAction) throw new AppError("too_much_evidence");
    const at = this.#clock.now();
    const own = pieces.map((piece) => ({
      ...{ ...piece, id: randomUUID(), actionId: row.id, givenById: actor.id, givenAt: at },
    }));
    await tx.actionEvidence.createMany({ data: own });
    await giveDocumentsWithin(tx, {
      ...{ actor, subject: { kind: "action", id: row.id }, ids: given.documentIds ?? [], at },
      classification: facts.classification,
    });
    // The words themselves are told by the item, to whoever may know them.
    return own.map(({ id, kind }): ChangedField => ({
      ...{ field: "evidenceGiven", before: null, after: { id, kind } },
    }));
  }

  /**
   * Whether something was given since somebody last found the item unfinished after it had been
   * done. Who takes their own step back has found nothing.
   */
  async isThere(tx: PrismaTransaction, actionId: string): Promise<boolean> {
    const moves = await tx.actionChange.findMany({
      where: { actionId, field: "state", undoes: null },
      orderBy: { version: "desc" },
      select: { before: true, at: true },
      take: 100,
    });
    const refused = moves.find(
      ({ before }) => !isUnfinished(before as Parameters<typeof isUnfinished>[0]),
    );
    const givenAt = refused === undefined ? {} : { givenAt: { gt: refused.at } };
    return (await tx.actionEvidence.count({ where: { actionId, ...givenAt } })) > 0;
  }

  /** All of an item, the latest last. */
  async of(actionId: string, actor: Actor, db: Db): Promise<ActionEvidence[]> {
    const rows = await db.actionEvidence.findMany({
      where: { actionId },
      orderBy: [{ givenAt: "asc" }, { id: "asc" }],
      take: evidencePerAction,
    });
    if (rows.length === 0) return [];
    const names = await namesOf(
      db,
      rows.map(({ givenById }) => givenById),
    );
    const documents = await documentsOf(db, actor, { kind: "action", ids: [actionId] });
    const known = new Map(documents.get(actionId)?.map((one) => [one.id, one]));
    const contentOf = (kind: string, content: string): ActionEvidence["content"] => {
      if (kind === "document") return { kind, document: known.get(content) ?? null };
      return kind === "link" ? { kind, link: content } : { kind: "text", text: content };
    };
    return rows.map(({ id, kind, content, givenById, givenAt }) => ({
      ...{ id, content: contentOf(kind, content), givenBy: names.get(givenById) ?? null },
      givenAt: givenAt.toISOString(),
    }));
  }
}
