/** Saved views: filters with a name. What a view shows is decided by the list, for whoever asks. */
import { randomUUID } from "node:crypto";
import type { changeView, createView, SavedView } from "@istmo/contracts";
import {
  canChangeView,
  canSeeView,
  canShareView,
  viewsAtMost,
  type Actor,
  type ViewSharing,
} from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import {
  sharingColumns,
  sharingOf,
  type ActionViewsRepository,
  type ViewRow,
} from "./action-views.repository.ts";

export interface ActionViewsServiceNeeds {
  readonly repository: ActionViewsRepository;
  readonly unitOfWork: UnitOfWork;
}

export class ActionViewsService {
  readonly #needs: ActionViewsServiceNeeds;

  constructor(needs: ActionViewsServiceNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: SavedView[]; nextCursor: string | null }> {
    const { repository } = this.#needs;
    const rows = await repository.list(actor, page);
    const { items, nextCursor } = toPage(rows, page.limit, (row) => row);
    return { items: await this.#answers(items, actor, repository.db), nextCursor };
  }

  /** Refusal: `not_found`. */
  async get(actor: Actor, id: string): Promise<SavedView> {
    const { repository } = this.#needs;
    return this.#answer(await this.#visible(actor, id), actor, repository.db);
  }

  /** Refusals: `not_allowed` (to share it so), `unknown_centre`, `too_many_views`. */
  async create(
    actor: Actor,
    command: Command,
    wanted: z.output<typeof createView>,
  ): Promise<SavedView> {
    const { repository, unitOfWork } = this.#needs;
    const { sharing, group, ...rest } = wanted;
    await this.#checkSharing(actor, sharing);
    return unitOfWork.run(command, async ({ tx }) => {
      if ((await repository.countOf(tx, actor.id)) >= viewsAtMost)
        throw new AppError("too_many_views");
      const row = await repository.create(tx, {
        ...rest,
        ...sharingColumns(sharing),
        ...{ id: randomUUID(), ownerId: actor.id, grouping: group },
      });
      return this.#answer(row, actor, tx);
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`, `unknown_centre`. */
  async change(
    actor: Actor,
    command: Command,
    { id, ...wanted }: z.output<typeof changeView> & { readonly id: string },
  ): Promise<SavedView> {
    const { repository, unitOfWork } = this.#needs;
    const { version, sharing, group, ...rest } = wanted;
    const row = await this.#changeable(actor, id);
    // The office takes back what is shared with everybody; it is not theirs to fill otherwise.
    const fields = Object.values({ group, ...rest }).filter((value) => value !== undefined);
    if (row.ownerId !== actor.id && fields.length > 0) throw new AppError("not_allowed");
    if (sharing !== undefined) await this.#checkSharing(actor, sharing);
    return unitOfWork.run(command, async ({ tx }) => {
      const changed = await repository.update(
        tx,
        { id, version },
        {
          ...rest,
          ...(group === undefined ? {} : { grouping: group }),
          ...(sharing === undefined ? {} : sharingColumns(sharing)),
        },
      );
      if (changed === null) throw new AppError("stale_version");
      return this.#answer(changed, actor, tx);
    });
  }

  /** Refusals: `not_found`, `not_allowed`. */
  async delete(actor: Actor, command: Command, id: string): Promise<void> {
    const { repository, unitOfWork } = this.#needs;
    await this.#changeable(actor, id);
    await unitOfWork.run(command, async ({ tx }) => {
      await repository.delete(tx, id);
      return {};
    });
  }

  async #checkSharing(actor: Actor, sharing: ViewSharing): Promise<void> {
    if (!canShareView(actor, sharing)) throw new AppError("not_allowed");
    if (sharing.with === "centre" && !(await this.#needs.repository.existsCentre(sharing.centreId)))
      throw new AppError("unknown_centre");
  }

  async #visible(actor: Actor, id: string): Promise<ViewRow> {
    const row = await this.#needs.repository.find(id);
    if (row === null || !canSeeView(actor, { ownerId: row.ownerId, sharing: sharingOf(row) }))
      throw new AppError("not_found");
    return row;
  }

  async #changeable(actor: Actor, id: string): Promise<ViewRow> {
    const row = await this.#visible(actor, id);
    if (!canChangeView(actor, { ownerId: row.ownerId, sharing: sharingOf(row) }))
      throw new AppError("not_allowed");
    return row;
  }

  async #answer(
    row: ViewRow,
    actor: Actor,
    db: PrismaClient | PrismaTransaction,
  ): Promise<SavedView> {
    const [answer] = await this.#answers([row], actor, db);
    if (answer === undefined) throw new Error("A view that was given has no answer.");
    return answer;
  }

  async #answers(
    rows: readonly ViewRow[],
    actor: Actor,
    db: PrismaClient | PrismaTransaction,
  ): Promise<SavedView[]> {
    const names = await namesOf(
      db,
      rows.map(({ ownerId }) => ownerId),
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      filter: row.filter as SavedView["filter"],
      kind: row.kind,
      sort: row.sort,
      group: row.grouping,
      sharing: sharingOf(row),
      owner: names.get(row.ownerId) ?? null,
      version: row.version,
      abilities: {
        change: canChangeView(actor, { ownerId: row.ownerId, sharing: sharingOf(row) }),
      },
    }));
  }
}
