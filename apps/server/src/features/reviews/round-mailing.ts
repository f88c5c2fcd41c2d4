/** Writes the mails of a round to the outbox, within the transaction of what they tell of. */
import { classificationLevels, isClearedFor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { queueMail } from "../../platform/mail-outbox.ts";
import { limitFor } from "@istmo/domain";
import type { FoundRound } from "./round-answers.ts";
import { roundMail, type RoundMailKind } from "./round-mail.ts";
import type { RoundsRepository } from "./rounds.repository.ts";

export class RoundMailing {
  readonly #repository: RoundsRepository;
  readonly #origin: () => string;

  constructor(repository: RoundsRepository, origin: () => string) {
    this.#repository = repository;
    this.#origin = origin;
  }

  /** To everybody who speaks for these participants today and is cleared for the paper. */
  async send(
    tx: PrismaTransaction,
    { row, facts, paper }: FoundRound,
    wanted: {
      readonly kind: RoundMailKind;
      readonly subjects: readonly string[];
      readonly now: Date;
    },
  ): Promise<void> {
    const { kind, subjects, now } = wanted;
    const { classification } = paper.facts;
    const levels = classificationLevels.filter((level) => isClearedFor(level, classification));
    const speakers = await this.#repository.speakers(subjects, levels, now, tx);
    for (const { subjects: own, ...to } of speakers) {
      const subject = own.find((one) => subjects.includes(one));
      if (subject === undefined) continue;
      const limit = { at: limitFor(facts, subject), timeZone: row.timeZone };
      const mail = roundMail({
        ...{ kind, to, limit, roundId: row.id, origin: this.#origin() },
        paper: { title: paper.title, classification },
      });
      await queueMail(tx, mail, now);
    }
  }
}
