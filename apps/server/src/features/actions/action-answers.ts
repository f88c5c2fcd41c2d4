/** Rows of items as the API answers them, each as the asking person may know it. */
import type {
  ActionAct,
  ActionItem,
  ChecklistLine,
  FieldConflict,
  PersonRef,
  RelatedAction,
  TypedText,
  WholeAction,
} from "@istmo/contracts";
import {
  canAssignAcross,
  canEditAction,
  canSeeAction,
  canWorkOnAction,
  contestedUndo,
  decideUndo,
  isOverdue,
  officeTimeZone,
  possibleSteps,
  type ActionItem as ActionFacts,
  type ActionState,
  type Actor,
  type ClassificationLevel,
  type TextPlace,
} from "@istmo/domain";
import { dayIn, type Clock } from "../../platform/clock.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { readablePaperIds } from "../papers/papers.queries.ts";
import type { ActionEvidencePieces } from "./action-evidence.ts";
import { changesAfter, type ChangeRow } from "./action-history.repository.ts";
import type { ActionSeries } from "./action-series.ts";
import type { ListedRow } from "./actions-list.repository.ts";
import { toActionFacts, visibleActions } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository, Db, RelatedRow } from "./actions.repository.ts";

export interface ActionAnswersNeeds {
  readonly repository: ActionsRepository;
  readonly pieces: ActionEvidencePieces;
  readonly series: ActionSeries;
  readonly clock: Clock;
}

/** Of a row, what its answer needs whatever read it. */
type ShownRow = Pick<ActionRow, keyof ActionRow & keyof ListedRow>;

/** What is told beside a row, read with it or for many at once. */
interface Beside {
  readonly owner: PersonRef | null;
  readonly helpers: PersonRef[];
  readonly verifier: PersonRef | null;
  readonly unblocker: PersonRef | null;
  readonly isPaperReadable: boolean;
  readonly waitsForIds: string[];
  readonly timeZone: string | null;
}

/** Who asks, with what is the same for all items of an answer. */
interface Asked {
  readonly actor: Actor;
  readonly assignAcross: boolean;
  readonly isLate: (row: Pick<ActionRow, "state" | "dueOn">, timeZone: string | null) => boolean;
}

export class ActionAnswers {
  readonly #needs: ActionAnswersNeeds;

  constructor(needs: ActionAnswersNeeds) {
    this.#needs = needs;
  }

  isOverdue(row: ActionRow): boolean {
    return this.#lateness()(row, row.centre?.timeZone ?? null);
  }

  #asked(actor: Actor): Asked {
    return { actor, assignAcross: canAssignAcross(actor), isLate: this.#lateness() };
  }

  /** What is late now; the day of each time zone is worked out once. */
  #lateness(): Asked["isLate"] {
    const now = this.#needs.clock.now();
    const days = new Map<string, string>();
    const dayOf = (timeZone: string) => {
      const day = days.get(timeZone) ?? dayIn(timeZone, now);
      days.set(timeZone, day);
      return day;
    };
    return ({ state, dueOn }, timeZone) =>
      isOverdue({ state: state as ActionState, dueOn }, dayOf(timeZone ?? officeTimeZone));
  }

  /** The rows of a list, which were read with what is told beside them. */
  listed(rows: readonly ListedRow[], actor: Actor): ActionItem[] {
    const person = (id: string | null, name: string | null) =>
      id === null || name === null ? null : { id, name };
    const asked = this.#asked(actor);
    return rows.map((row) =>
      toItem(row, asked, {
        owner: person(row.ownerId, row.ownerName),
        verifier: person(row.verifierId, row.verifierName),
        unblocker: person(row.unblockerId, row.unblockerName),
        helpers: row.helpers,
        isPaperReadable: row.isPaperReadable,
        waitsForIds: row.waitsForIds,
        timeZone: row.timeZone,
      }),
    );
  }

  /** As lists show them, in the order of the rows; the number of queries is that of one item. */
  async items(rows: readonly ActionRow[], actor: Actor, db: Db): Promise<ActionItem[]> {
    const { repository, clock } = this.#needs;
    const names = await namesOf(
      db,
      rows.flatMap((row) => [row.ownerId, row.verifierId, row.unblockerId, ...row.helperIds]),
    );
    const readable = await readablePaperIds(db, actor, {
      ids: rows.map(({ originPaperId }) => originPaperId),
      now: clock.now(),
    });
    const waiting = await repository.openNeeds(
      rows.map(({ id }) => id),
      visibleActions(actor),
      db,
    );
    const asked = this.#asked(actor);
    return rows.map((row) =>
      toItem(row, asked, {
        owner: nameOf(names, row.ownerId),
        helpers: namesIn(names, row.helperIds),
        verifier: nameOf(names, row.verifierId),
        unblocker: nameOf(names, row.unblockerId),
        isPaperReadable: row.originPaperId !== null && readable.has(row.originPaperId),
        waitsForIds: waiting.get(row.id) ?? [],
        timeZone: row.centre?.timeZone ?? null,
      }),
    );
  }

  /** Everything about one of them. */
  async whole(row: ActionRow, actor: Actor, db: Db): Promise<WholeAction> {
    const [item] = await this.items([row], actor, db);
    if (item === undefined) throw new Error("An item that was given has no answer.");
    const names = await namesOf(db, [...row.watcherIds, row.createdById]);
    const { needs, neededBy } = await this.#needs.repository.relatedTo(row.id, db);
    return {
      ...item,
      checklist: checklistOf(row),
      waitsFor: toRelated(needs, actor),
      neededBy: toRelated(neededBy, actor),
      watchers: namesIn(names, row.watcherIds),
      evidenceGiven: await this.#needs.pieces.of(row.id, actor, db),
      recurrence: await this.#recurrence(row, actor, db),
      createdBy: nameOf(names, row.createdById),
      createdAt: row.createdAt.toISOString(),
    };
  }

  async #recurrence(row: ActionRow, actor: Actor, db: Db): Promise<WholeAction["recurrence"]> {
    const { series, repository } = this.#needs;
    const recurrence = await series.of(row, db);
    if (recurrence === null) return null;
    const next = await repository.after(row, db);
    const [shown] = next === null ? [] : toRelated([next], actor);
    return { ...recurrence, next: shown ?? null };
  }

  /** What others have put into fields, for who is asked whose value shall stand. */
  async conflict(
    { version, contested }: { readonly version: number; readonly contested: readonly ChangeRow[] },
    actor: Actor,
    db: Db,
  ): Promise<FieldConflict> {
    const shown = await this.values(contested, actor, db);
    return {
      version,
      fields: shown.map(({ row: change, by, after }) => ({
        ...{ field: change.field, value: after, by, at: change.at.toISOString() },
      })),
    };
  }

  /** The values of changes as they are shown: people by name, other items where they may be seen. */
  async values(changes: readonly ChangeRow[], actor: Actor, db: Db): Promise<ShownChange[]> {
    const idsIn = (kinds: ReadonlySet<string>) =>
      changes.flatMap(({ field, before, after }) =>
        kinds.has(field) ? [before, after].flat().filter((id) => typeof id === "string") : [],
      );
    const names = await namesOf(db, [...idsIn(ofPeople), ...changes.map(({ byId }) => byId)]);
    const others = [...new Set(idsIn(ofActions))];
    const seen = await this.#needs.repository.idsAmong(others, visibleActions(actor), db);
    const show = (field: string, value: unknown): unknown => {
      if (ofActions.has(field)) return typeof value === "string" && seen.has(value) ? value : null;
      if (!ofPeople.has(field)) return value;
      return Array.isArray(value)
        ? namesIn(names, value as string[])
        : nameOf(names, value as string | null);
    };
    return changes.map((row) => ({
      row,
      by: nameOf(names, row.byId),
      before: show(row.field, row.before),
      after: show(row.field, row.after),
    }));
  }

  /** The acts of an item that these changes make up, newest first. */
  async acts(
    item: ActionRow,
    { changes, actor, db }: { readonly changes: readonly ChangeRow[]; actor: Actor; db: Db },
  ): Promise<ActionAct[]> {
    const oldest = Math.min(...changes.map(({ version }) => version));
    const since = changes.length === 0 ? [] : await changesAfter(db, item.id, oldest - 1);
    const facts = toActionFacts(item);
    const acts = new Map<string, ActionAct>();
    for (const { row, by, before, after } of await this.values(changes, actor, db)) {
      const act = acts.get(row.actId) ?? {
        id: row.actId,
        version: row.version,
        at: row.at.toISOString(),
        by,
        reason: row.reason,
        changes: [],
        undoes: row.undoes,
        canUndo: canUndo({ actId: row.actId, since, facts, actor }),
      };
      act.changes.push({ field: row.field, before, after });
      acts.set(row.actId, act);
    }
    return [...acts.values()];
  }
}

/** A row as it is answered to whoever asks. */
function toItem(row: ShownRow, { actor, assignAcross, isLate }: Asked, beside: Beside): ActionItem {
  const facts = toActionFacts(row);
  const checklist = checklistOf(row);
  const { owner, helpers, verifier, unblocker, isPaperReadable, waitsForIds } = beside;
  return {
    id: row.id,
    title: row.title as TypedText,
    description: row.description,
    centreId: row.centreId,
    organisationId: row.organisationId,
    output: outputOf(row),
    owner,
    helpers,
    state: facts.state,
    priority: row.priority as ActionItem["priority"],
    startOn: row.startOn,
    dueOn: row.dueOn,
    isOverdue: isLate(row, beside.timeZone),
    dateSlips: row.dateSlips,
    blockedReason: row.blockedReason,
    unblocker,
    progress: { done: checklist.filter(({ done }) => done).length, total: checklist.length },
    waitsForOpen: waitsForIds.length,
    waitsForIds,
    isWatching: row.watcherIds.includes(actor.id),
    evidence: row.evidence,
    comments: row.commentCount,
    recurs: row.seriesId !== null,
    verifier,
    origin: {
      kind: row.originKind,
      paperId: isPaperReadable ? row.originPaperId : null,
      blockId: row.originBlockId,
      inText: isPaperReadable ? (row.textPlace as TextPlace) : "none",
    },
    rank: row.rank,
    sample: row.sample,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
    abilities: {
      edit: canEditAction(actor, facts),
      work: canWorkOnAction(actor, facts),
      assignAcross,
      steps: possibleSteps(facts, actor) as ActionItem["abilities"]["steps"],
    },
  };
}

/** Whether the actor may take an act back, of an item of which `since` tells all from the act on. */
function canUndo(of: {
  readonly actId: string;
  readonly since: readonly ChangeRow[];
  readonly facts: ActionFacts;
  readonly actor: Actor;
}): boolean {
  const act = of.since.filter(({ actId }) => actId === of.actId);
  const version = act[0]?.version ?? 0;
  const later = of.since.filter((one) => one.version > version);
  return contestedUndo(act, later).length === 0 && decideUndo(of.facts, of.actor, act).accepted;
}

export interface ShownChange {
  readonly row: ChangeRow;
  readonly by: PersonRef | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields whose values are ids of people, and of other items. */
const ofPeople: ReadonlySet<string> = new Set([
  "ownerId",
  "helperIds",
  "unblockerId",
  "verifierId",
]);
const ofActions: ReadonlySet<string> = new Set(["waitsFor"]);

type Names = ReadonlyMap<string, PersonRef>;
const nameOf = (names: Names, id: string | null): PersonRef | null =>
  (id !== null && names.get(id)) || null;
const namesIn = (names: Names, ids: readonly string[]): PersonRef[] =>
  ids.flatMap((id) => names.get(id) ?? []);

/** The lines of an item's checklist. */
export function checklistOf(row: Pick<ActionRow, "checklist">): ChecklistLine[] {
  return row.checklist as unknown as ChecklistLine[];
}

/** The programme's output that an item contributes to. */
export function outputOf({
  programmeId,
  outputId,
}: Pick<ActionRow, "programmeId" | "outputId">): ActionItem["output"] {
  return programmeId === null || outputId === null ? null : { programmeId, outputId };
}

function toRelated(rows: readonly RelatedRow[], actor: Actor): RelatedAction[] {
  return rows.flatMap(({ id, title, state, dueOn, classification, organisationId }) =>
    canSeeAction(actor, { classification: classification as ClassificationLevel, organisationId })
      ? [{ id, title: title as TypedText, state: state as RelatedAction["state"], dueOn }]
      : [],
  );
}
