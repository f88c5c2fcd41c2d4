/** Who wrote what stands in an edition, for whoever may read it. */
import type { Authorship, EditionWriters } from "@istmo/contracts";
import { canReadPaper, type Actor } from "@istmo/domain";
import { bodyFragment } from "@istmo/paper-schema";
import type { DeletionRecord } from "@istmo/sync";
import { applyUpdate, Doc } from "yjs";
import { AppError } from "../../http/app-error.ts";
import { bodyAt, namesOf, postsEverHeld } from "../identity/identity.queries.ts";
import type { Clock } from "../../platform/clock.ts";
import { toAuthorship } from "./authorship-answer.ts";
import { toFacts } from "./papers.queries.ts";
import type { PapersRepository } from "./papers.repository.ts";
import type { EditionTexts } from "./papers.service.ts";

export interface AuthorshipServiceNeeds {
  readonly papers: PapersRepository;
  readonly texts: EditionTexts;
  readonly record: DeletionRecord;
  readonly clock: Clock;
}

/** More have never written in one paper. */
const mostWriters = 1_000;

export class AuthorshipService {
  readonly #needs: AuthorshipServiceNeeds;

  constructor(needs: AuthorshipServiceNeeds) {
    this.#needs = needs;
  }

  async #read(actor: Actor, editionId: string): Promise<void> {
    const { papers } = this.#needs;
    const edition = await papers.findEdition(editionId);
    const paper = edition && (await papers.find(edition.paperId));
    if (paper === null || !canReadPaper(actor, toFacts(paper))) throw new AppError("not_found");
  }

  /** Everybody who ever wrote in the edition. Refusals: `not_found`. */
  async writers(actor: Actor, editionId: string): Promise<EditionWriters> {
    await this.#read(actor, editionId);
    const { papers, clock } = this.#needs;
    const personIds = await papers.textPeople(editionId, mostWriters);
    const posts = await postsEverHeld(papers.db, personIds);
    const names = await namesOf(papers.db, personIds);
    const items = personIds.flatMap((personId) => {
      const person = names.get(personId);
      const own = posts.filter((post) => post.personId === personId);
      return person === undefined ? [] : [{ person, ...bodyAt(own, clock.now()) }];
    });
    return { items };
  }

  /** Refusals: `not_found`. */
  async of(actor: Actor, editionId: string): Promise<Authorship> {
    await this.#read(actor, editionId);
    const { papers, texts, record } = this.#needs;

    // The text first: what it holds is committed by then, and so is whose it is.
    const state = await texts.read(editionId);
    const clients = await papers.textClients(editionId);
    const deletions = await record.deletions(editionId);
    const personIds = [...new Set([...clients.map((it) => it.personId), ...deletions.keys()])];
    const posts = await postsEverHeld(papers.db, personIds);
    const names = await namesOf(papers.db, personIds);
    const doc = new Doc();
    try {
      if (state.byteLength > 0) applyUpdate(doc, state);
      const body = doc.getXmlFragment(bodyFragment);
      return toAuthorship({ editionId, body, clients, posts, names, deletions });
    } finally {
      doc.destroy();
    }
  }
}
