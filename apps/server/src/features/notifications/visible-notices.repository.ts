/**
 * What of an inbox somebody may still see, with the titles of now. A notice names what it is about
 * and keeps no words of it; whether its person may see that is asked each time it is read.
 */
import type { NoticeDetail, NoticeSubjectKind, TypedText } from "@istmo/contracts";
import {
  canReadPaper,
  canSeeClearance,
  canSeeRound,
  circlesOf,
  paperCircle,
  type Actor,
  type ClassificationLevel,
  type ClearanceLevel,
  type ClearanceState,
} from "@istmo/domain";
import { visibleActions } from "../actions/actions.queries.ts";
import { visibleCommitments } from "../commitments/commitments.queries.ts";
import { sharesHeldAt, titleOf, toFacts } from "../papers/papers.queries.ts";
import { findRounds } from "../reviews/reviews.queries.ts";
import type { Db, NotificationRow } from "./notifications.repository.ts";

/** What a notice is about, for somebody who may see it. */
export interface NoticeSubject {
  readonly title: TypedText;
  readonly classification: ClassificationLevel;
}
export interface VisibleNotice {
  readonly row: NotificationRow;
  readonly detail: NoticeDetail;
  readonly subject: NoticeSubject;
}

export const detailOf = ({ detail }: Pick<NotificationRow, "detail">): NoticeDetail =>
  detail as NoticeDetail;

/** Those of these notices that the actor may see now, in their order. */
export async function visibleNotices(
  db: Db,
  actor: Actor,
  { rows, now }: { readonly rows: readonly NotificationRow[]; readonly now: Date },
): Promise<VisibleNotice[]> {
  const idsOf = (kind: NoticeSubjectKind) => [
    ...new Set(rows.flatMap((row) => (row.subjectKind === kind ? [row.subjectId] : []))),
  ];
  const subjects = new Map<string, NoticeSubject>();
  const put = (kind: NoticeSubjectKind, id: string, title: unknown, classification: string) =>
    subjects.set(`${kind}:${id}`, {
      title: title as TypedText,
      classification: classification as ClassificationLevel,
    });

  const shown = { id: true, title: true, classification: true } as const;
  const actionIds = idsOf("action");
  if (actionIds.length > 0) {
    const where = { AND: [visibleActions(actor), { id: { in: actionIds } }] };
    for (const { id, title, classification } of await db.actionItem.findMany({
      where,
      select: shown,
    }))
      put("action", id, title, classification);
  }
  const commitmentIds = idsOf("commitment");
  if (commitmentIds.length > 0) {
    const where = { AND: [visibleCommitments(actor), { id: { in: commitmentIds } }] };
    for (const { id, title, classification } of await db.commitment.findMany({
      where,
      select: shown,
    }))
      put("commitment", id, title, classification);
  }
  for (const [id, round] of await findRounds(db, idsOf("round"), now))
    if (canSeeRound(actor, round.paper, round.facts))
      put("round", id, round.title, round.paper.classification);
  const paperIds = idsOf("paper");
  if (paperIds.length > 0)
    for (const { id, title, classification } of await visiblePapersOf(db, actor, paperIds, now))
      put("paper", id, title, classification);

  const hiddenThreads = await threadsHiddenFrom(db, actor, rows);
  return rows.flatMap((row) => {
    const subject = subjects.get(`${row.subjectKind}:${row.subjectId}`);
    const detail = detailOf(row);
    const isHidden = detail.threadId !== undefined && hiddenThreads.has(detail.threadId);
    return subject === undefined || isHidden ? [] : [{ row, detail, subject }];
  });
}

/** Papers that the actor may read, or whose clearance they are asked for. */
async function visiblePapersOf(db: Db, actor: Actor, ids: readonly string[], now: Date) {
  const rows = await db.paper.findMany({
    where: { id: { in: [...ids] } },
    include: {
      centres: { select: { centreId: true } },
      editions: { select: { language: true, title: true } },
      shares: sharesHeldAt(now),
      clearances: {
        where: { state: { not: "lapsed" } },
        select: { organisationId: true, level: true, delegateId: true, state: true },
      },
    },
  });
  return rows
    .filter(({ clearances, ...row }) => {
      const facts = toFacts(row);
      return (
        canReadPaper(actor, facts) ||
        clearances.some(({ level, state, ...request }) =>
          canSeeClearance(actor, facts, {
            request: {
              ...request,
              level: level as ClearanceLevel,
              state: state as ClearanceState,
            },
            askedIds: [],
          }),
        )
      );
    })
    .map(({ id, editions, classification }) => ({ id, title: titleOf(editions), classification }));
}

/** Conversations within circles that the actor does not belong to any more. */
async function threadsHiddenFrom(
  db: Db,
  actor: Actor,
  rows: readonly NotificationRow[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.flatMap((row) => detailOf(row).threadId ?? []))];
  if (ids.length === 0) return new Set();
  const threads = await db.commentThread.findMany({
    where: { id: { in: ids }, circle: { notIn: [paperCircle, ...circlesOf(actor)] } },
    select: { id: true },
  });
  return new Set(threads.map(({ id }) => id));
}
