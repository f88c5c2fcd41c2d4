/** Comments on items: whoever sees an item reads them and may write; each is mended by its author. */
import { randomUUID } from "node:crypto";
import {
  commentsPerAction,
  mentionsIn,
  type ActionComment,
  type ActionPeople,
  type TypedText,
} from "@istmo/contracts";
import { canSeeAction, type Actor, type ClassificationLevel } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { findActors, namesOf } from "../identity/identity.queries.ts";
import {
  placeOf,
  type ActionCommentsRepository,
  type CommentRow,
} from "./action-comments.repository.ts";
import { type ActionWriter, type LockedAction } from "./action-writer.ts";
import { hearersOf, toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository, Db } from "./actions.repository.ts";

export interface ActionCommentsServiceNeeds {
  readonly repository: ActionsRepository;
  readonly comments: ActionCommentsRepository;
  readonly writer: ActionWriter;
  readonly clock: Clock;
}

interface Named {
  readonly actionId: string;
  readonly commentId: string;
}

/** Ids of the people whom a body names. */
const namedIn = (body: string): string[] =>
  mentionsIn(body).map((subject) => subject.slice("person:".length));

/** For finding a name as it is typed: without accents, in small letters. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** Whether a word of the name, and what follows it, begins with what was typed. */
const fits = (name: string, typed: string): boolean =>
  plain(name)
    .split(/[\s-]+/)
    .some((_word, at, words) => words.slice(at).join(" ").startsWith(typed));

export class ActionCommentsService {
  readonly #needs: ActionCommentsServiceNeeds;

  constructor(needs: ActionCommentsServiceNeeds) {
    this.#needs = needs;
  }

  /** Newest first. Refusal: `not_found`. */
  async list(
    actor: Actor,
    actionId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ items: ActionComment[]; nextCursor: string | null }> {
    const { comments } = this.#needs;
    await this.#visible(actor, actionId);
    const rows = await comments.list(actionId, page);
    const { items, nextCursor } = toPage(rows, page.limit, (row) => row);
    return { items: await this.#answers(items, actor, comments.db), nextCursor };
  }

  /** Refusals: `not_found`, `mention_without_access`, `too_many_action_comments`. */
  write(actor: Actor, command: Command, actionId: string, body: string): Promise<ActionComment> {
    const { comments, writer, clock } = this.#needs;
    return writer.run(actor, command, actionId, async (at) => {
      const { tx } = at.work;
      if ((await comments.count(tx, actionId)) >= commentsPerAction)
        throw new AppError("too_many_action_comments");
      const mentions = await this.#checkNamed(at, namedIn(body));
      const row = await comments.add(tx, {
        ...{ id: randomUUID(), actionId, authorId: actor.id, body, mentions },
        createdAt: clock.now(),
      });
      await comments.recount(tx, actionId);
      this.#tell(at, { id: row.id, change: "added", mentioned: mentions });
      return this.#answer(row, at);
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`, `mention_without_access`, `comment_is_removed`. */
  edit(
    actor: Actor,
    command: Command,
    {
      version,
      body,
      ...named
    }: Named & {
      readonly version: number;
      readonly body: string;
    },
  ): Promise<ActionComment> {
    const { comments, writer, clock } = this.#needs;
    return writer.run(actor, command, named.actionId, async (at) => {
      const row = await this.#own(at, named);
      if (row.removedAt !== null) throw new AppError("comment_is_removed");
      const mentions = await this.#checkNamed(at, namedIn(body));
      const seen = { id: row.id, version };
      const data = { body, mentions, editedAt: clock.now() };
      const changed = await comments.change(at.work.tx, seen, data);
      if (changed === null) throw new AppError("stale_version");
      const mentioned = mentions.filter((id) => !row.mentions.includes(id));
      this.#tell(at, { id: row.id, change: "edited", mentioned });
      return this.#answer(changed, at);
    });
  }

  /** Takes the words back; that somebody had written stays. Refusals: `not_found`, `not_allowed`. */
  remove(actor: Actor, command: Command, named: Named): Promise<ActionComment> {
    const { comments, writer, clock } = this.#needs;
    return writer.run(actor, command, named.actionId, async (at) => {
      const row = await this.#own(at, named);
      if (row.removedAt !== null) return this.#answer(row, at);
      const { tx } = at.work;
      const data = { body: "", mentions: [], removedAt: clock.now() };
      const changed = await comments.change(tx, row, data);
      if (changed === null) throw new Error("A comment changed while its item was locked.");
      await comments.recount(tx, named.actionId);
      this.#tell(at, { id: row.id, change: "removed", mentioned: [] });
      return this.#answer(changed, at);
    });
  }

  /** People who see the item, by name. Refusal: `not_found`. */
  async people(
    actor: Actor,
    actionId: string,
    { q, limit }: { readonly q: string; readonly limit: number },
  ): Promise<ActionPeople> {
    const { comments, clock } = this.#needs;
    const item = toActionFacts(await this.#visible(actor, actionId));
    const people = await comments.people(item.organisationId, clock.now());
    const typed = plain(q);
    const items = people.flatMap(({ id, name, clearedTo, posts }) => {
      const one: Actor = { id, posts, clearedTo: clearedTo as ClassificationLevel };
      return fits(name, typed) && canSeeAction(one, item) ? [{ id, name, ...placeOf(posts) }] : [];
    });
    return { items: items.slice(0, limit) };
  }

  async #own({ actor, work }: LockedAction, { actionId, commentId }: Named): Promise<CommentRow> {
    const row = await this.#needs.comments.find(work.tx, { actionId, id: commentId });
    if (row === null) throw new AppError("not_found");
    if (row.authorId !== actor.id) throw new AppError("not_allowed");
    return row;
  }

  /** Somebody who does not exist is answered the same as somebody who does not see the item. */
  async #checkNamed({ facts, work }: LockedAction, ids: string[]): Promise<string[]> {
    const actors = await findActors(work.tx, ids, this.#needs.clock.now());
    const stray = ids.filter((id) => {
      const actor = actors.get(id);
      return actor === undefined || !canSeeAction(actor, facts);
    });
    if (stray.length > 0)
      throw new AppError("mention_without_access", {
        subjects: stray.map((id) => `person:${id}`),
      });
    return ids;
  }

  #tell(
    { row, work }: LockedAction,
    comment: {
      readonly id: string;
      readonly change: "added" | "edited" | "removed";
      readonly mentioned: string[];
    },
  ): void {
    const { id: commentId, change, mentioned } = comment;
    const title = row.title as TypedText;
    work.record({
      type: "action.commented",
      payload: { actionId: row.id, title, commentId, change, mentioned },
      audience: hearersOf(row),
      classification: row.classification,
    });
  }

  async #answer(row: CommentRow, { actor, work }: LockedAction): Promise<ActionComment> {
    const [answer] = await this.#answers([row], actor, work.tx);
    if (answer === undefined) throw new Error("A comment that was given has no answer.");
    return answer;
  }

  async #answers(rows: readonly CommentRow[], actor: Actor, db: Db): Promise<ActionComment[]> {
    const ids = rows.flatMap(({ authorId, mentions }) => [authorId, ...mentions]);
    const names = await namesOf(db, ids);
    return rows.map((row) => ({
      ...{ id: row.id, body: row.body, version: row.version },
      author: names.get(row.authorId) ?? null,
      mentions: row.mentions.flatMap((id) => names.get(id) ?? []),
      createdAt: row.createdAt.toISOString(),
      editedAt: row.editedAt?.toISOString() ?? null,
      removedAt: row.removedAt?.toISOString() ?? null,
      abilities: { edit: row.authorId === actor.id && row.removedAt === null },
    }));
  }

  async #visible(actor: Actor, id: string): Promise<ActionRow> {
    const row = await this.#needs.repository.find(id);
    if (row === null || !canSeeAction(actor, toActionFacts(row))) throw new AppError("not_found");
    return row;
  }
}
