/** Who wrote what stands in an edition, for whoever may read it. */
import type { Authorship } from "@istmo/contracts";
import { canReadPaper, type Actor } from "@istmo/domain";
import { bodyFragment } from "@istmo/paper-schema";
import type { DeletionRecord } from "@istmo/sync";
import { applyUpdate, Doc } from "yjs";
import { AppError } from "../../http/app-error.ts";
import { namesOf, postsEverHeld } from "../identity/identity.queries.ts";
import { toAuthorship } from "./authorship-answer.ts";
import { toFacts } from "./papers.queries.ts";
import type { PapersRepository } from "./papers.repository.ts";
import type { EditionTexts } from "./papers.service.ts";

export interface AuthorshipServiceNeeds {
  readonly papers: PapersRepository;
  readonly texts: EditionTexts;
  readonly record: DeletionRecord;
}

export class AuthorshipService {
  readonly #needs: AuthorshipServiceNeeds;

  constructor(needs: AuthorshipServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`. */
  async of(actor: Actor, editionId: string): Promise<Authorship> {
    const { papers, texts, record } = this.#needs;
    const edition = await papers.findEdition(editionId);
    const paper = edition && (await papers.find(edition.paperId));
    if (paper === null || !canReadPaper(actor, toFacts(paper))) throw new AppError("not_found");

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
