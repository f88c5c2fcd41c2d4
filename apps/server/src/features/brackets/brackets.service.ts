/** Who prefers which alternative of unagreed wording. The wording itself lies in the text. */
import type { BracketPreference, BracketPreferences } from "@istmo/contracts";
import {
  canReadPaper,
  canSeePreference,
  subjectsToPreferFor,
  type Actor,
  type PaperFacts,
} from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { findPaperFacts, titleOf } from "../papers/papers.queries.ts";
import type { BracketsRepository } from "./brackets.repository.ts";

export interface BracketsServiceNeeds {
  readonly repository: BracketsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** Preferences of one paper; whoever writes more has made up the ids. */
const preferencesPerPaper = 2000;

export class BracketsService {
  readonly #needs: BracketsServiceNeeds;

  constructor(needs: BracketsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`. */
  async preferences(actor: Actor, paperId: string): Promise<BracketPreferences> {
    const paper = await this.#readable(actor, paperId);
    return this.#answer(actor, paper, await this.#needs.repository.preferences(paperId));
  }

  /** Refusals: `not_found`, `not_allowed`, `too_many_preferences`. */
  async prefer(
    actor: Actor,
    command: Command,
    wanted: {
      readonly paperId: string;
      readonly bracketId: string;
      readonly subject: string;
      readonly alternativeId: string | null;
    },
  ): Promise<BracketPreferences> {
    const { repository, unitOfWork } = this.#needs;
    const { paperId, bracketId, subject, alternativeId } = wanted;
    const paper = await this.#readable(actor, paperId);
    if (!subjectsToPreferFor(actor, paper).includes(subject)) throw new AppError("not_allowed");
    return unitOfWork.run(command, async ({ tx, record }) => {
      const known = await repository.preferences(paperId, tx);
      if (known.length >= preferencesPerPaper) throw new AppError("too_many_preferences");
      if (alternativeId === null) await repository.withdraw(tx, { paperId, bracketId, subject });
      else {
        const personId = actor.id;
        await repository.prefer(tx, { paperId, bracketId, subject, alternativeId, personId });
      }
      record({
        type: "bracket.preferred",
        payload: { paperId, title: titleOf(await repository.titles(tx, paperId)), bracketId },
        // Its own people and the office: to everybody else a preference is nobody's business.
        audience: [audience.office, subject],
        classification: paper.classification,
      });
      return this.#answer(actor, paper, await repository.preferences(paperId, tx));
    });
  }

  async #readable(actor: Actor, paperId: string): Promise<PaperFacts> {
    const { repository, clock } = this.#needs;
    const paper = await findPaperFacts(repository.db, paperId, clock.now());
    if (paper === null || !canReadPaper(actor, paper)) throw new AppError("not_found");
    return paper;
  }

  #answer(actor: Actor, paper: PaperFacts, all: readonly BracketPreference[]): BracketPreferences {
    return {
      preferences: all.filter(({ subject }) => canSeePreference(actor, subject)),
      mayPreferFor: subjectsToPreferFor(actor, paper),
    };
  }
}
