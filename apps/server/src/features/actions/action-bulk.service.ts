/** Changing many items at once: each decided by itself, those accepted written as one act. */
import type { BulkAnswer, BulkChange, changeInBulk } from "@istmo/contracts";
import {
  canSeeAction,
  contestedUndo,
  decideUndo,
  mayTakeBackCancellation,
  type ActionState,
  type Actor,
} from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { wouldLeaveBare } from "../commitments/commitments.queries.ts";
import { findActors } from "../identity/identity.queries.ts";
import { changesOfAct, changesSince, type ChangeRow } from "./action-history.repository.ts";
import type { ActionWriter, WrittenAct } from "./action-writer.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository } from "./actions.repository.ts";
import { decideInBulk, type BulkDecision } from "./bulk-decision.ts";
import { rankBetween } from "./rank.ts";

export interface ActionBulkServiceNeeds {
  readonly repository: ActionsRepository;
  readonly writer: ActionWriter;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Verdict = BulkAnswer["items"][number];
type Taken = WrittenAct & { readonly row: ActionRow };

export class ActionBulkService {
  readonly #needs: ActionBulkServiceNeeds;

  constructor(needs: ActionBulkServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusal of the whole: `unknown_person`. What is refused of an item is its verdict. */
  change(
    actor: Actor,
    command: Command,
    { ids, change, reason, dryRun }: z.output<typeof changeInBulk>,
  ): Promise<BulkAnswer> {
    const { repository, unitOfWork, clock } = this.#needs;
    const wanted = [...new Set(ids)];
    // What is only looked at is looked at anew.
    const once = dryRun ? { ...command, idempotency: null } : command;
    return unitOfWork.run(once, async (work) => {
      const rows = new Map((await repository.lockAll(work.tx, wanted)).map((row) => [row.id, row]));
      if (change.do === "watch") return this.#watch(actor, work, { wanted, rows, dryRun });
      const named = namedIn(change);
      const people = await findActors(work.tx, named, clock.now());
      const missing = named.find((one) => !people.has(one));
      if (missing !== undefined) throw new AppError("unknown_person", { personId: missing });
      const context = { actor, people, reason, now: clock.now() };
      const taken: Taken[] = [];
      const items: Verdict[] = [];
      for (const id of wanted) {
        const row = rows.get(id);
        const decided: BulkDecision =
          row === undefined
            ? { verdict: "refused", refusal: "not_found" }
            : await this.#unlessBare(work, row, {
                decision: decideInBulk(row, change, context),
                taken,
              });
        if (row !== undefined && decided.verdict === "taken") taken.push({ ...decided.act, row });
        items.push(verdictOf(id, decided));
      }
      return this.#write(actor, work, { taken, items, dryRun });
    });
  }

  /**
   * Takes a whole act back, item by item: what somebody has changed since stays. Refusals:
   * `not_found` where the actor sees none of its items.
   */
  undo(actor: Actor, command: Command, actId: string): Promise<BulkAnswer> {
    const { repository, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const acts = byItem(await changesOfAct(work.tx, actId));
      const rows = acts.size === 0 ? [] : await repository.lockAll(work.tx, [...acts.keys()]);
      const seen = rows.filter((row) => canSeeAction(actor, toActionFacts(row)));
      if (seen.length === 0) throw new AppError("not_found");
      const versions = new Map(seen.map(({ id }) => [id, acts.get(id)?.[0]?.version ?? 0]));
      const since = byItem(await changesSince(work.tx, versions));
      const owners = seen.flatMap(({ id }) => ownerIn(acts.get(id) ?? []) ?? []);
      const people = await findActors(work.tx, owners, clock.now());
      const taken: Taken[] = [];
      const items = seen.map((row) => {
        const act = acts.get(row.id) ?? [];
        const decided = undoOf(row, { actor, act, since: since.get(row.id) ?? [], people });
        if (decided.verdict === "taken") taken.push({ ...decided.act, row });
        return verdictOf(row.id, decided);
      });
      return this.#write(actor, work, { taken, items, dryRun: false });
    });
  }

  /** An open commitment keeps an item that carries it, also when several are cancelled at once. */
  async #unlessBare(
    { tx }: Work,
    row: ActionRow,
    { decision, taken }: { readonly decision: BulkDecision; readonly taken: readonly Taken[] },
  ): Promise<BulkDecision> {
    if (decision.verdict !== "taken" || decision.act.move?.to !== "cancelled") return decision;
    const others = new Set(taken.map((one) => one.row.id));
    return (await wouldLeaveBare(tx, row, others))
      ? { verdict: "refused", refusal: "commitment_open" }
      : decision;
  }

  async #write(
    actor: Actor,
    work: Work,
    at: { taken: readonly Taken[]; items: readonly Verdict[]; dryRun: boolean },
  ): Promise<BulkAnswer> {
    const { taken, items, dryRun } = at;
    if (dryRun || taken.length === 0) return { actId: null, isDone: !dryRun, items: [...items] };
    const placed = await this.#placed(work, taken);
    const actId = await this.#needs.writer.writeAll({ actor, work }, placed);
    return { actId, isDone: true, items: [...items] };
  }

  /** Those that come into another column go to its end, in their order. */
  async #placed({ tx }: Work, taken: readonly Taken[]): Promise<Taken[]> {
    const last = new Map<string, string | null>();
    const placed: Taken[] = [];
    for (const one of taken) {
      const to = one.move?.to;
      if (to === undefined || one.data.rank !== undefined) {
        placed.push(one);
        continue;
      }
      const after = last.has(to)
        ? (last.get(to) ?? null)
        : await this.#needs.repository.lastRank(tx, to as ActionState);
      const rank = rankBetween(after, null);
      last.set(to, rank);
      const place = { field: "place", before: one.row.rank, after: rank };
      placed.push({ ...one, data: { ...one.data, rank }, changes: [...one.changes, place] });
    }
    return placed;
  }

  async #watch(
    actor: Actor,
    { tx }: Work,
    at: { wanted: readonly string[]; rows: ReadonlyMap<string, ActionRow>; dryRun: boolean },
  ): Promise<BulkAnswer> {
    const items = at.wanted.map((id): Verdict => {
      const row = at.rows.get(id);
      if (row === undefined || !canSeeAction(actor, toActionFacts(row)))
        return { id, verdict: "refused", refusal: "not_found" };
      const isWatched = row.watcherIds.includes(actor.id);
      return { id, verdict: isWatched ? "unchanged" : "taken", refusal: null };
    });
    const ids = items.flatMap(({ id, verdict }) => (verdict === "taken" ? [id] : []));
    if (!at.dryRun) await this.#needs.repository.watchAll(tx, ids, actor.id);
    return { actId: null, isDone: !at.dryRun, items };
  }
}

function byItem(changes: readonly ChangeRow[]): Map<string, ChangeRow[]> {
  const items = new Map<string, ChangeRow[]>();
  for (const change of changes) {
    const known = items.get(change.actionId);
    if (known === undefined) items.set(change.actionId, [change]);
    else known.push(change);
  }
  return items;
}

const verdictOf = (id: string, decided: BulkDecision): Verdict => ({
  id,
  verdict: decided.verdict,
  refusal: decided.verdict === "refused" ? decided.refusal : null,
});

function namedIn(change: BulkChange): readonly string[] {
  if (change.do === "set_owner") return change.ownerId === null ? [] : [change.ownerId];
  return change.do === "add_helpers" ? [...new Set(change.helperIds)] : [];
}

const ownerIn = (act: readonly ChangeRow[]): string | null => {
  const before = act.find(({ field }) => field === "ownerId")?.before;
  return typeof before === "string" ? before : null;
};

/** Fields of an act that are columns of the row; the others are taken back on the item itself. */
const columns: ReadonlySet<string> = new Set([
  ...["ownerId", "priority", "startOn", "dueOn", "dateSlips", "description"],
  ...["state", "blockedReason", "unblockerId", "evidence", "verifierId"],
]);

/** What taking an act back makes of one of its items. */
function undoOf(
  row: ActionRow,
  at: {
    readonly actor: Actor;
    readonly act: readonly ChangeRow[];
    readonly since: readonly ChangeRow[];
    readonly people: ReadonlyMap<string, Actor>;
  },
): BulkDecision {
  const { actor, act, since, people } = at;
  const facts = toActionFacts(row);
  const decision = decideUndo(facts, actor, act);
  const moved = act.find(({ field }) => field === "state");
  const from = moved?.before as ActionState | undefined;
  const isOwn =
    from !== undefined &&
    mayTakeBackCancellation(facts, actor, { byId: moved?.byId ?? null, from });
  if (!decision.accepted && !(isOwn && decision.code === "not_allowed"))
    return { verdict: "refused", refusal: decision.code };
  if (contestedUndo(act, since).length > 0)
    return { verdict: "refused", refusal: "field_conflict" };
  const ownerId = ownerIn(act);
  const owner = ownerId === null ? undefined : people.get(ownerId);
  if (ownerId !== null && (owner === undefined || !canSeeAction(owner, facts)))
    return { verdict: "refused", refusal: "person_without_access" };
  const later = new Set(since.map(({ field }) => field));
  // A card that was moved on stays where it is; slips are counted on.
  const back = act.filter(({ field }) => !later.has(field));
  const data: Record<string, unknown> = {};
  for (const { field, before } of back) {
    if (columns.has(field)) data[field] = before;
    else if (field === "helperIds") data["helperIds"] = before ?? [];
    else if (field === "place") data["rank"] = before;
    else if (field === "title.es" || field === "title.en") {
      const titles = { ...((data["title"] ?? row.title) as Record<string, unknown>) };
      if (before === null) delete titles[field.slice(6)];
      else titles[field.slice(6)] = before;
      data["title"] = titles;
    } else return { verdict: "refused", refusal: "not_undoable" };
  }
  const changes = back.map(({ field, before, after }) => ({ field, before: after, after: before }));
  const move = from === undefined ? undefined : { from: facts.state, to: from };
  return { verdict: "taken", act: { data, changes, move } };
}
