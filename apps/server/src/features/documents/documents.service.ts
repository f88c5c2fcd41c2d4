/** Documents kept as evidence: taken by what they hold, given to whoever may see what they prove. */
import { createHash, randomUUID } from "node:crypto";
import {
  documentBytesPerSubject,
  documentKinds,
  documentsInHand,
  documentsPerSubject,
  type DocumentSubjectKind,
  type DocumentType,
  type KeptDocument,
} from "@istmo/contracts";
import { isClearedFor, type Actor } from "@istmo/domain";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { documentName, findDocumentKind } from "./document-kind.ts";
import { toDocument, type DocumentAccess, type DocumentSubject } from "./documents.queries.ts";
import type { DocumentsRepository } from "./documents.repository.ts";

export interface DocumentsServiceNeeds {
  readonly repository: DocumentsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** What the actor may do with a subject's documents; null where the actor may not see it. */
  readonly accessTo: (actor: Actor, subject: DocumentSubject) => Promise<DocumentAccess | null>;
}

interface Upload {
  readonly subject: DocumentSubject;
  readonly name: string;
  readonly receive: () => Promise<Uint8Array>;
}

/** Milliseconds after which a document that no step has given is forgotten. */
const inHandFor = 24 * 3_600_000;

export class DocumentsService {
  readonly #needs: DocumentsServiceNeeds;

  constructor(needs: DocumentsServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Takes a document into the actor's hand, to be given as evidence of the subject by a step. Who
   * may is asked before a byte is received. Refusals: `not_found`, `not_allowed`, those of
   * receiving, `document_…`, `too_many_documents`.
   */
  async upload(
    actor: Actor,
    command: Command,
    { subject, name, receive }: Upload,
  ): Promise<KeptDocument> {
    const { repository, unitOfWork, clock } = this.#needs;
    await this.#addable(actor, subject);
    const data = await receive();
    const kind = await findDocumentKind(data, name);
    if (!isType(kind)) throw new AppError(kind);
    // Again: the document took its time on a weak line.
    const { classification } = await this.#addable(actor, subject);
    return unitOfWork.run(command, async ({ tx }) => {
      const now = clock.now();
      await repository.lock(tx, subject);
      await repository.dropForgotten(tx, new Date(now.getTime() - inHandFor));
      const held = await repository.measure(tx, subject);
      const isFull =
        held.count >= documentsPerSubject ||
        held.bytes + data.length > documentBytesPerSubject ||
        (await repository.inHand(tx, actor.id)) >= documentsInHand;
      if (isFull) throw new AppError("too_many_documents");
      const row = await repository.add(tx, {
        id: randomUUID(),
        name: documentName(name, kind),
        ...{ mediaType: kind, bytes: data.length, classification },
        sha256: createHash("sha256").update(data).digest("hex"),
        data: new Uint8Array(data),
        ...{ subjectKind: subject.kind, subjectId: subject.id },
        ...{ createdById: actor.id, createdAt: now },
      });
      return toDocument(row, (await namesOf(tx, [actor.id])).get(actor.id) ?? null);
    });
  }

  /** The file, for whoever may see what it proves and is cleared for it. Refusals: `not_found`. */
  async take(actor: Actor, id: string): Promise<FileAnswer> {
    const { repository, accessTo } = this.#needs;
    const row = await repository.find(id);
    if (row === null || !isClearedFor(actor.clearedTo, row.classification))
      throw new AppError("not_found");
    const isInOwnHand = row.givenAt === null && row.createdById === actor.id;
    if (row.givenAt === null && !isInOwnHand) throw new AppError("not_found");
    const subject = { kind: row.subjectKind as DocumentSubjectKind, id: row.subjectId };
    if ((await accessTo(actor, subject)) === null) throw new AppError("not_found");
    const content = await repository.read(id);
    if (content === null) throw new AppError("not_found");
    return new FileAnswer({ name: row.name, type: row.mediaType, content });
  }

  /**
   * Lets go of a document that no step has given yet; evidence stays.
   * Refusals: `not_found`, `document_is_given`.
   */
  async drop(actor: Actor, command: Command, id: string): Promise<Record<string, never>> {
    const { repository, unitOfWork } = this.#needs;
    const row = await repository.find(id);
    if (row === null || row.createdById !== actor.id) throw new AppError("not_found");
    return unitOfWork.run(command, async ({ tx }) => {
      if (!(await repository.drop(tx, id))) throw new AppError("document_is_given");
      return {};
    });
  }

  async #addable(actor: Actor, subject: DocumentSubject): Promise<DocumentAccess> {
    const access = await this.#needs.accessTo(actor, subject);
    if (access === null) throw new AppError("not_found");
    if (!access.mayAdd) throw new AppError("not_allowed");
    return access;
  }
}

const isType = (kind: Awaited<ReturnType<typeof findDocumentKind>>): kind is DocumentType =>
  kind in documentKinds;
