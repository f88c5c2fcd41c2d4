/** Seals a clearance: gathers what is on record, signs it, prints it, and keeps all three. */
import { randomUUID, type KeyObject } from "node:crypto";
import type { LocalText } from "@istmo/contracts";
import {
  clearanceLevels,
  numberedReservations,
  type Actor,
  type ClearanceLevel,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { answersOf, holdingAnswer, labelOf } from "./clearance-answers.ts";
import type { ClearanceRepository, RequestRow } from "./clearance.repository.ts";
import { heldOf, type Clearance } from "./found-clearance.ts";
import { printRecord } from "./record-print.ts";
import {
  recordFormat,
  recordJson,
  sealRecord,
  type RecordBody,
  type RecordedAnswer,
  type RecordedPerson,
  type RecordedRequest,
} from "./sealed-record.ts";

interface Sealing {
  readonly actor: Actor;
  readonly clearance: Clearance;
  readonly wanted: { readonly step: string; readonly reason?: string | undefined };
  readonly moved: { readonly isOverride: boolean };
  readonly now: Date;
}

export class RecordSealing {
  readonly #repository: ClearanceRepository;
  readonly #key: KeyObject;

  constructor(repository: ClearanceRepository, key: KeyObject) {
    this.#repository = repository;
    this.#key = key;
  }

  /** Seals what the transaction finds; the id of the version that was cleared. */
  async seal(tx: PrismaTransaction, sealing: Sealing): Promise<string> {
    const body = await this.#body(tx, sealing);
    const record = sealRecord(body, this.#key);
    const { paper, version } = body;
    await this.#repository.seal(tx, {
      ...{ id: randomUUID(), paperId: paper.id },
      ...{ versionId: version.id, versionSha256: version.sha256 },
      ...{ sha256: record.seal.sha256, json: recordJson(record) },
      pdfEs: await printRecord(record, "es"),
      pdfEn: await printRecord(record, "en"),
      ...{ sealedById: sealing.actor.id, sealedAt: sealing.now },
    });
    return version.id;
  }

  async #body(
    tx: PrismaTransaction,
    { actor, clearance, wanted, moved, now }: Sealing,
  ): Promise<RecordBody> {
    const { paper, openings } = clearance;
    const levels = clearanceLevels.flatMap((level) => openings.get(level) ?? []);
    const cleared = levels.at(-1);
    if (cleared === undefined) throw new AppError("stage_does_not_allow");
    const texts = await this.#repository.texts(cleared.versionId, tx);
    const steps = await this.#repository.steps(paper.facts.id, tx);
    const held = heldOf(clearance);
    const organisations = await this.#repository.organisations(
      held.map(({ organisationId }) => organisationId),
      tx,
    );
    const labels = new Map(
      organisations.map(({ id, abbreviation }) => [id, abbreviation as LocalText]),
    );
    const names = await namesOf(tx, [
      actor.id,
      ...steps.map(({ byId }) => byId),
      ...clearance.requests.flatMap((row) => row.answers.map(({ givenById }) => givenById)),
    ]);
    const person = (id: string): RecordedPerson => names.get(id) ?? { id, name: id };

    const toAnswer = (row: RequestRow["answers"][number]): RecordedAnswer => ({
      answer: row.answer as RecordedAnswer["answer"],
      sha256: row.sha256,
      comments: row.comments,
      isConditional: row.isConditional,
      reason: row.reason,
      reservation: row.reservation,
      isLate: row.isLate,
      by: row.givenBy,
      givenBy: row.givenById === null ? null : person(row.givenById),
      asDelegate: row.asDelegate,
      givenAt: row.givenAt.toISOString(),
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    });
    const toRecorded = (row: RequestRow): RecordedRequest => ({
      organisation: { id: row.organisationId, name: labelOf(labels, row.organisationId) },
      state: row.state as RecordedRequest["state"],
      limit: { at: row.limitAt.toISOString(), timeZone: row.timeZone },
      silenceCounts: row.silence,
      askedAt: row.askedAt.toISOString(),
      receivedAt: row.receivedAt?.toISOString() ?? null,
      remindedAt: row.remindedAt?.toISOString() ?? null,
      isCarried: row.isCarried,
      answers: answersOf(clearance, row).map(toAnswer),
    });
    const reservations = held.flatMap((row) => {
      const answer = holdingAnswer(clearance, row);
      return answer?.reservation == null
        ? []
        : [
            {
              organisationId: row.organisationId,
              level: row.level as ClearanceLevel,
              text: answer.reservation,
              answeredAt: answer.givenAt,
            },
          ];
    });
    return {
      format: recordFormat,
      paper: {
        id: paper.facts.id,
        title: paper.title,
        classification: paper.facts.classification,
      },
      version: {
        id: cleared.versionId,
        sha256: cleared.sha256,
        editions: texts.map(({ language, title, sha256 }) => ({ language, title, sha256 })),
      },
      levels: levels.map((opening) => ({
        level: opening.level as ClearanceLevel,
        sha256: opening.sha256,
        openedAt: opening.openedAt.toISOString(),
        requests: held.filter(({ openingId }) => openingId === opening.id).map(toRecorded),
      })),
      overrides: [
        ...steps
          .filter(({ isOverride }) => isOverride)
          .map(({ step, reason, byId, at }) => ({
            ...{ step, reason, by: person(byId), at: at.toISOString() },
          }))
          .reverse(),
        ...(moved.isOverride
          ? [
              {
                ...{ step: wanted.step, reason: wanted.reason ?? null },
                ...{ by: person(actor.id), at: now.toISOString() },
              },
            ]
          : []),
      ],
      reservations: numberedReservations(reservations).map((one) => ({
        number: one.number,
        level: one.level,
        organisation: labelOf(labels, one.organisationId),
        text: one.text,
        at: one.answeredAt.toISOString(),
      })),
      audit: await this.#repository.auditPositions(paper.facts.id, tx),
      sealed: { at: now.toISOString(), by: person(actor.id) },
    };
  }
}
