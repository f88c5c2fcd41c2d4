/** What of a batch of events concerns whom. It decides; whoever reads the log loads and writes. */
import type { LiveEventMap, NoticeDetail, NoticeSubjectKind } from "@istmo/contracts";
import {
  answersClearance,
  canReadPaper,
  canSeeComments,
  canSeeRound,
  circlesOf,
  concernsOfAction,
  concernsOfCommitment,
  decidesSubmissions,
  paperCircle,
  speaksInRound,
  strongest,
  waitingFor,
  type Actor,
  type ClearanceLevel,
  type Concern,
  type Role,
} from "@istmo/domain";
import type { NoticeFacts, WantedFacts } from "./notice-facts.repository.ts";
import type { NewNotice } from "./notifications.repository.ts";

/** An event of the log, as its row holds it. */
export interface ReadEvent {
  readonly seq: bigint;
  readonly type: string;
  readonly payload: unknown;
  readonly actorId: string | null;
  readonly audience: readonly string[];
  readonly createdAt: Date;
}

/** Events that may concern somebody in particular; the others are not even read. */
export const concerningTypes: readonly string[] = [
  "action.created",
  "action.changed",
  "action.moved",
  "action.commented",
  "commitment.changed",
  "comment.opened",
  "comment.replied",
  "comment.changed",
  "round.changed",
  "clearance.changed",
  "paper.moved",
  "paper.submitted",
  "paper.returned",
];

/** Posts whose holders may be concerned without being named. */
export const concernedRoles: readonly Role[] = [
  ...(["head", "office_reviewer", "centre_lead", "focal_point", "policy_counterpart"] as const),
];

/** Fields that are no news to whoever follows an item. */
const quietFields: ReadonlySet<string> = new Set(["place", "checklist", "dateSlips", "helperIds"]);
/** Milliseconds between an edit of a message and its event, at most. */
const editedWithin = 60_000;

/** As much of any payload as is read here. */
type Payload = Partial<
  LiveEventMap["action.changed"] &
    Omit<LiveEventMap["action.moved"], "from" | "to"> &
    Pick<LiveEventMap["comment.replied"], "paperId" | "threadId" | "messageId"> &
    Pick<LiveEventMap["round.changed"], "roundId">
> & {
  readonly commitmentId?: string;
  readonly change?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  /** Of a comment on an item, with whom it names. */
  readonly commentId?: string;
  readonly mentioned?: readonly string[];
};
const payloadOf = ({ payload }: ReadEvent): Payload => payload as Payload;

/** What has to be known to decide on these events. */
export function factsWantedBy(events: readonly ReadEvent[], now: Date): WantedFacts {
  const payloads = events.map(payloadOf);
  const all = (name: "actionId" | "commitmentId" | "paperId" | "roundId" | "threadId") =>
    payloads.flatMap((payload) => payload[name] ?? []);
  return {
    actionIds: all("actionId"),
    acts: payloads.flatMap(({ actionId, version }) =>
      actionId === undefined || version === undefined ? [] : [{ actionId, version }],
    ),
    commitmentIds: all("commitmentId"),
    paperIds: all("paperId"),
    roundIds: all("roundId"),
    threadIds: all("threadId"),
    now,
  };
}

/** Who is named by what the events tell of, besides those who hold `concernedRoles`. */
export function namedBy(
  events: readonly ReadEvent[],
  facts: NoticeFacts,
): { readonly ids: string[]; readonly bodies: string[] } {
  const subjects = [
    ...facts.messages.flatMap(({ mentions }) => mentions),
    ...[...facts.rounds.values()].flatMap((round) => waitingFor(round.facts)),
  ];
  const rest = (subject: string) => subject.slice(subject.indexOf(":") + 1);
  const changed = facts.changes.flatMap(({ after }) =>
    Array.isArray(after) ? after.map(String) : typeof after === "string" ? [after] : [],
  );
  return {
    ids: [
      ...subjects.filter((one) => one.startsWith("person:")).map(rest),
      ...[...facts.actions.values()].flatMap(({ ownerId, helperIds, watcherIds, unblockerId }) => [
        ...helperIds,
        ...watcherIds,
        ...[ownerId, unblockerId].filter((id) => id !== null),
      ]),
      ...changed,
      ...events.flatMap((event) => payloadOf(event).mentioned ?? []),
      ...facts.requests.flatMap(({ delegateId }) => delegateId ?? []),
    ],
    bodies: subjects.filter((one) => !one.startsWith("person:")).map(rest),
  };
}

/** What is told, of one event. */
interface Told {
  readonly kind: NoticeSubjectKind;
  readonly id: string;
  readonly concerns: readonly Concern[];
  readonly detail?: NoticeDetail;
  /** What is told once; the event itself where left out. */
  readonly told?: string;
}

/** The notices of a batch of events. */
export function noticesOf(
  events: readonly ReadEvent[],
  facts: NoticeFacts,
  people: readonly Actor[],
): NewNotice[] {
  return events.flatMap((event) =>
    toldBy(event, facts, people).flatMap(({ kind, id, concerns, detail = {}, told }) =>
      concerns.map(({ personId, reason }) => ({
        ...{ personId, reason, subjectKind: kind, subjectId: id, detail },
        told: told ?? `event:${event.seq}`,
        eventSeq: Number(event.seq),
        actorId: event.actorId,
      })),
    ),
  );
}

function toldBy(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { change } = payloadOf(event);
  switch (event.type) {
    case "action.created":
    case "action.changed":
    case "action.moved":
    case "action.commented":
      return ofAction(event, facts, people);
    case "commitment.changed":
      return change === "actions" || change === "date" ? [] : ofCommitment(event, facts, people);
    case "comment.opened":
    case "comment.replied":
    case "comment.changed":
      return ofComment(event, facts, people);
    case "round.changed":
      return ofRound(event, facts, people);
    case "paper.moved":
    case "clearance.changed":
      return ofClearance(event, facts, people);
    case "paper.submitted":
    case "paper.returned":
      return ofSubmission(event, facts, people);
    default:
      return [];
  }
}

function ofAction(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const payload = payloadOf(event);
  const { actionId = "", version, fields = [], from, to, mentioned = [] } = payload;
  const item = facts.actions.get(actionId);
  // A comment that was taken back, or mended without naming anybody, is no news.
  if (item === undefined || payload.change === "removed") return [];
  const act = facts.changes.filter((one) => one.actionId === actionId && one.version === version);
  const changed = (field: string) => act.find((one) => one.field === field);
  const isCreated = event.type === "action.created";
  const owner = changed("ownerId")?.after;
  const isOwnerNew = isCreated || (version === undefined && fields.includes("ownerId"));
  const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const helpers = changed("helperIds");
  const before = idsIn(helpers?.before);
  const unblocker = changed("unblockerId")?.after ?? item.unblockerId;
  // What was taken back asks nobody for a step; whoever follows the item is told that it moved.
  const isMoved = from !== undefined && to !== undefined;
  const move = isMoved && payload.undone !== true ? { from, to } : undefined;
  const isCommented = event.type === "action.commented" && payload.change === "added";
  const concerns = concernsOfAction(
    item,
    {
      byId: event.actorId,
      newOwnerId: isOwnerNew ? item.ownerId : typeof owner === "string" ? owner : null,
      newHelperIds: isCreated
        ? item.helperIds
        : idsIn(helpers?.after).filter((id) => !before.includes(id)),
      mentionedIds: mentioned.map((subject) => subject.replace(/^person:/, "")),
      ...(move === undefined ? {} : { move }),
      unblockerId: typeof unblocker === "string" ? unblocker : null,
      isTold: isMoved || isCommented || fields.some((field) => !quietFields.has(field)),
    },
    people,
  );
  const detail: NoticeDetail = {
    ...(isMoved ? { from, to } : {}),
    ...(fields.length === 0 ? {} : { fields: fields.filter((field) => !quietFields.has(field)) }),
    ...(event.type === "action.commented" ? { fields: ["comment"] } : {}),
    ...(item.dueOn === null ? {} : { dueOn: item.dueOn }),
  };
  const told = { kind: "action" as const, id: actionId, detail };
  const { commentId } = payload;
  if (commentId === undefined) return [{ ...told, concerns }];
  // Whoever is named is told once of a comment, however often it is mended.
  const named = concerns.filter(({ reason }) => reason === "mentioned");
  return [
    { ...told, concerns: named, told: `mention:${commentId}` },
    { ...told, concerns: concerns.filter((one) => !named.includes(one)) },
  ];
}

function ofCommitment(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { commitmentId = "", from = "", to = "" } = payloadOf(event);
  const commitment = facts.commitments.get(commitmentId);
  // What has moved on since asks for something else, of which a later event tells.
  if (commitment?.state !== to) return [];
  const concerns = concernsOfCommitment(commitment, { byId: event.actorId, from }, people);
  const { dueOn } = commitment;
  const detail = { from, to, ...(dueOn === null ? {} : { dueOn }) };
  return [{ kind: "commitment", id: commitmentId, concerns, detail }];
}

/** Whether a mention names this person: by name, or the body for which they speak. */
const isNamed = (person: Actor, subject: string) =>
  subject === `person:${person.id}` || circlesOf(person).includes(subject);

function ofComment(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { threadId = "", messageId, change, paperId = "" } = payloadOf(event);
  const thread = facts.threads.get(threadId);
  const paper = facts.papers.get(paperId);
  if (thread === undefined || paper === undefined) return [];
  const own = facts.messages.filter((message) => message.threadId === threadId);
  const isEdit = event.type === "comment.changed" && change === "edited";
  const written =
    event.type === "comment.opened"
      ? own.slice(0, 1)
      : own.filter(({ id, editedAt }) =>
          isEdit
            ? editedAt !== null &&
              Math.abs(event.createdAt.getTime() - editedAt.getTime()) < editedWithin
            : id === messageId,
        );
  return written.map(({ id, mentions }) => ({
    ...{ kind: "paper" as const, id: paperId, told: `mention:${id}`, detail: { threadId } },
    concerns: strongest(
      people
        .filter((person) => canSeeComments(person, paper.facts, thread.circle || paperCircle))
        .filter((person) => mentions.some((subject) => isNamed(person, subject)))
        .map((person) => ({ personId: person.id, reason: "mentioned" as const })),
      event.actorId,
    ),
  }));
}

function ofRound(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { roundId = "", change = "" } = payloadOf(event);
  const round = facts.rounds.get(roundId);
  if (round?.facts.state !== "open" || !["opened", "invited", "reopened"].includes(change))
    return [];
  const { paper } = round;
  // Only the part whose position was opened again hears of that.
  const isHeard = (subject: string) =>
    change !== "reopened" || event.audience.some((one) => one === subject || one.includes(subject));
  const asked = waitingFor(round.facts).filter(isHeard);
  const concerns = strongest(
    people
      .filter((person) => canSeeRound(person, paper, round.facts))
      .filter((person) => asked.some((subject) => speaksInRound(person, paper, subject)))
      .map(({ id }) => ({ personId: id, reason: "asked" as const })),
    event.actorId,
  );
  const told = change === "reopened" ? {} : { told: "position" };
  return [{ kind: "round", id: roundId, concerns, detail: { asks: "position" }, ...told }];
}

const levelOpenedBy: Readonly<Record<string, ClearanceLevel>> = {
  open_expert_clearance: "expert",
  open_policy_clearance: "policy",
};

function ofClearance(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { paperId = "", step = "", change } = payloadOf(event);
  const paper = facts.papers.get(paperId);
  const opened = levelOpenedBy[step];
  const isAsked = opened !== undefined || change === "delegated";
  if (paper === undefined || !isAsked) return [];
  return facts.requests
    .filter((request) => request.paperId === paperId)
    .filter(({ level }) => opened === undefined || level === opened)
    .map((request) => ({
      ...{ kind: "paper" as const, id: paperId, told: `request:${request.id}` },
      detail: { asks: "clearance" as const, level: request.level },
      concerns: strongest(
        people
          .filter((person) => answersClearance(person, paper.facts, request))
          .map(({ id }) => ({ personId: id, reason: "asked" as const })),
        event.actorId,
      ),
    }));
}

function ofSubmission(event: ReadEvent, facts: NoticeFacts, people: readonly Actor[]): Told[] {
  const { paperId = "" } = payloadOf(event);
  const paper = facts.papers.get(paperId);
  if (paper === undefined) return [];
  const { leadCentreId } = paper.facts;
  const isReturned = event.type === "paper.returned";
  const isConcerned = (person: Actor) =>
    isReturned
      ? person.posts.some(
          ({ role, centreId }) => role === "centre_lead" && centreId === leadCentreId,
        )
      : decidesSubmissions(person);
  const concerns = strongest(
    people
      .filter((person) => canReadPaper(person, paper.facts) && isConcerned(person))
      .map(({ id }) => ({ personId: id, reason: isReturned ? "returned" : "asked" }) as const),
    event.actorId,
  );
  return [
    {
      ...{ kind: "paper", id: paperId, concerns },
      detail: isReturned ? {} : { asks: "submission" },
    },
  ];
}
