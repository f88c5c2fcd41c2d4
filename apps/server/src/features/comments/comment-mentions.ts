/** Whom messages name: who may be named, and by what name the page shows them. */
import { mentionsIn, type LocalText, type Mentionable } from "@istmo/contracts";
import {
  canSeeComments,
  mayNameBody,
  paperCircle,
  regionalOfficeId,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
  type PaperFacts,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { findActors, namesOf } from "../identity/identity.queries.ts";
import type { CommentsRepository } from "./comments.repository.ts";

/** The office has no row among the organisations. */
const officeName: LocalText = { es: "Oficina Regional", en: "Regional Office" };

/** For finding a name as it is typed: without accents, in small letters. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

const fits = (label: LocalText, wanted: string): boolean =>
  [label.es, label.en].some((name) =>
    // At the beginning of a word: "gua" finds Guatemala and no Managua.
    plain(name)
      .split(/[\s-]+/)
      .some((_word, at, words) => words.slice(at).join(" ").startsWith(wanted)),
  );

const idsOf = (kind: string, subjects: readonly string[]): string[] =>
  subjects.flatMap((subject) => {
    const [itsKind, id = ""] = subject.split(":");
    return itsKind === kind ? [id] : [];
  });

export class CommentMentions {
  readonly #repository: CommentsRepository;
  readonly #clock: Clock;

  constructor(repository: CommentsRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /**
   * The subjects that a message names. Refused (`mention_without_access`) when one of them does not
   * see the conversation; somebody who does not exist is answered the same.
   */
  async check(paper: PaperFacts, circle: string, body: string): Promise<string[]> {
    const subjects = mentionsIn(body);
    const actors = await findActors(
      this.#repository.db,
      idsOf("person", subjects),
      this.#clock.now(),
    );
    const stray = subjects.filter((subject) => {
      if (!subject.startsWith("person:")) return !mayNameBody(paper, circle, subject);
      const actor = actors.get(subject.slice("person:".length));
      return actor === undefined || !canSeeComments(actor, paper, circle);
    });
    if (stray.length > 0) throw new AppError("mention_without_access", { subjects: stray });
    return subjects;
  }

  /** The names of subjects in both languages. */
  async labels(
    subjects: readonly string[],
    db?: PrismaTransaction,
  ): Promise<Map<string, LocalText>> {
    const people = await namesOf(db ?? this.#repository.db, idsOf("person", subjects));
    const bodies = await this.#bodies(
      { centres: idsOf("centre", subjects), organisations: idsOf("organisation", subjects) },
      db,
    );
    const named = [...people.values()].map(
      ({ id, name }) => [`person:${id}`, { es: name, en: name }] as const,
    );
    return new Map([...named, ...bodies]);
  }

  /** Whom a message in a circle may name, by the beginning of a word of the name. */
  async find(
    paper: PaperFacts,
    wanted: { readonly circle: string; readonly q: string; readonly limit: number },
  ): Promise<Mentionable> {
    const { circle, limit } = wanted;
    const q = plain(wanted.q);
    const bodies = [...(await this.#bodies(bodiesOf(paper, circle)))]
      .filter(([subject, label]) => mayNameBody(paper, circle, subject) && fits(label, q))
      .map(([subject, label]) => ({ subject, label, centreId: null, organisationId: null }))
      .sort((a, b) => a.label.es.localeCompare(b.label.es, "es"));
    const people = await this.#repository.people(circle, this.#clock.now());
    const found = people.flatMap(({ id, name, clearedTo, posts }) => {
      const actor: Actor = { id, posts, clearedTo: clearedTo as ClassificationLevel };
      const label = { es: name, en: name };
      if (!fits(label, q) || !canSeeComments(actor, paper, circle)) return [];
      return [{ subject: `person:${id}`, label, ...placeOf(posts) }];
    });
    return { items: [...bodies, ...found].slice(0, limit) };
  }

  async #bodies(
    ids: { readonly centres: readonly string[]; readonly organisations: readonly string[] },
    db?: PrismaTransaction,
  ): Promise<Map<string, LocalText>> {
    const centres = await this.#repository.centres(ids.centres, db);
    const organisations = await this.#repository.organisations(ids.organisations, db);
    return new Map([
      ...(ids.organisations.includes(regionalOfficeId)
        ? [[`organisation:${regionalOfficeId}`, officeName] as const]
        : []),
      ...centres.map(({ id, shortName }) => [`centre:${id}`, shortName as LocalText] as const),
      ...organisations.map(
        ({ id, abbreviation }) => [`organisation:${id}`, abbreviation as LocalText] as const,
      ),
    ]);
  }
}

/** The bodies that come into question: those of a share by post are of one kind or the other. */
function bodiesOf(paper: PaperFacts, circle: string) {
  if (circle !== paperCircle)
    return { centres: idsOf("centre", [circle]), organisations: idsOf("organisation", [circle]) };
  const shared = paper.shares.flatMap(({ subject }) => {
    const [kind, id = ""] = subject.split(":");
    return kind === "person" ? [] : [id.slice(id.indexOf("@") + 1)];
  });
  return {
    centres: [...paper.centreIds, ...shared],
    organisations: [regionalOfficeId, ...shared],
  };
}

function placeOf(posts: readonly HeldPost[]) {
  const centreId = posts.find((post) => post.centreId !== null)?.centreId ?? null;
  const isOfOffice = posts.some(({ role }) => role === "head" || role === "office_reviewer");
  const organisationId = posts.find((post) => post.organisationId !== null)?.organisationId ?? null;
  return { centreId, organisationId: isOfOffice ? regionalOfficeId : organisationId };
}
