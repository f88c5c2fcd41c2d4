import { paperCircle, regionalOfficeId, type HeldPost, type Role } from "@istmo/domain";
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

export type ThreadRow = Prisma.CommentThreadGetPayload<object>;
export type MessageRow = Prisma.CommentMessageGetPayload<object>;

/** A conversation to be opened; null where it stands in no passage. */
type NewThread = Omit<Prisma.CommentThreadUncheckedCreateInput, "anchor"> & {
  readonly anchor: Prisma.InputJsonValue | null;
};

/** A conversation without what was said in it, and how much that is. */
const counted = { _count: { select: { messages: true } } } as const;
type CountedThread = Prisma.CommentThreadGetPayload<{ include: typeof counted }>;

/** People that are looked at for whom a message may name. */
const peopleAtMost = 5000;

/** Whose words a list is narrowed to, and which of their states. */
export interface CommentsFilter {
  readonly edition?: string | undefined;
  readonly circle?: string | undefined;
  readonly centre?: string | undefined;
  readonly organisation?: string | undefined;
  readonly state?: "open" | "resolved" | undefined;
  readonly unread?: boolean | undefined;
  /** The person, and the subjects by which a message may name them. */
  readonly mine?: { readonly personId: string; readonly subjects: readonly string[] } | undefined;
}

/** Everything that one person sees of a paper's conversations. */
export interface Seen {
  readonly paperId: string;
  /** "paper", and those of the person. */
  readonly circles: readonly string[];
}

/** Where a page of a list begins: after this conversation, newest first. */
export interface After {
  readonly createdAt: Date;
  readonly id: string;
}

export class CommentsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(threadId: string, db: Db = this.db): Promise<ThreadRow | null> {
    return db.commentThread.findUnique({ where: { id: threadId } });
  }

  /** Newest first. `unreadIds` are those of `unreadIds()`, for a list of what is unread. */
  page(
    seen: Seen,
    filter: CommentsFilter,
    range: {
      readonly take: number;
      readonly after: After | null;
      readonly unreadIds: readonly string[];
    },
  ): Promise<CountedThread[]> {
    const { edition, circle, centre, organisation, state, unread, mine } = filter;
    const { after, take, unreadIds } = range;
    const conditions: Prisma.CommentThreadWhereInput[] = [visibleTo(seen)];
    if (edition !== undefined)
      conditions.push({ OR: [{ editionId: edition }, { editionId: null }] });
    if (circle !== undefined) conditions.push({ circle });
    if (state !== undefined) conditions.push({ state });
    if (unread === true) conditions.push({ id: { in: [...unreadIds] } });
    if (unread === false) conditions.push({ id: { notIn: [...unreadIds] } });
    if (centre !== undefined) conditions.push(writtenBy(postsOfCentre(centre)));
    if (organisation !== undefined)
      conditions.push({
        OR: [
          { onBehalfOf: `organisation:${organisation}` },
          writtenBy(postsOfOrganisation(organisation)),
        ],
      });
    if (mine !== undefined)
      conditions.push({
        messages: {
          some: {
            OR: [{ authorId: mine.personId }, { mentions: { hasSome: [...mine.subjects] } }],
          },
        },
      });
    if (after !== null)
      conditions.push({
        OR: [
          { createdAt: { lt: after.createdAt } },
          { createdAt: after.createdAt, id: { lt: after.id } },
        ],
      });
    return this.db.commentThread.findMany({
      where: { AND: conditions },
      include: counted,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take,
    });
  }

  /** Of these conversations, oldest first. */
  messages(threadIds: readonly string[], db: Db = this.db): Promise<MessageRow[]> {
    return db.commentMessage.findMany({
      where: { threadId: { in: [...threadIds] } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  }

  findMessage(threadId: string, messageId: string, db: Db = this.db): Promise<MessageRow | null> {
    return db.commentMessage.findUnique({ where: { id: messageId, threadId } });
  }

  countMessages(threadId: string, db: Db): Promise<number> {
    return db.commentMessage.count({ where: { threadId } });
  }

  countThreads(paperId: string, db: Db): Promise<number> {
    return db.commentThread.count({ where: { paperId } });
  }

  /** The conversations in which somebody else has written since the person last read them. */
  async unreadIds(
    { paperId, circles }: Seen,
    personId: string,
    { db = this.db, threadId }: { readonly db?: Db; readonly threadId?: string } = {},
  ): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT thread.id FROM "CommentThread" AS thread
      LEFT JOIN "CommentReading" AS reading
        ON reading."threadId" = thread.id AND reading."personId" = ${personId}
      WHERE thread."paperId" = ${paperId} AND thread.circle IN (${Prisma.join([...circles])})
        ${threadId === undefined ? Prisma.empty : Prisma.sql`AND thread.id = ${threadId}`}
        AND EXISTS (
          SELECT 1 FROM "CommentMessage" AS message
          WHERE message."threadId" = thread.id AND message."authorId" <> ${personId}
            AND (reading."readAt" IS NULL OR message."createdAt" > reading."readAt"))`;
    return rows.map(({ id }) => id);
  }

  /** How many stand in each state. */
  async countByState(seen: Seen): Promise<Map<string, number>> {
    const rows = await this.db.commentThread.groupBy({
      by: ["state"],
      where: visibleTo(seen),
      _count: { id: true },
    });
    return new Map(rows.map(({ state, _count }) => [state, _count.id]));
  }

  /** The conversations that positions came from, of those circles alone. */
  sourcesOf(
    positionIds: readonly string[],
    circles: readonly string[],
    db: Db = this.db,
  ): Promise<{ id: string; submittedAsId: string | null }[]> {
    return db.commentThread.findMany({
      where: { submittedAsId: { in: [...positionIds] }, circle: { in: [...circles] } },
      select: { id: true, submittedAsId: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  }

  /** Those of these conversations that stand on the paper, in one of the circles. */
  findAll(
    { paperId, circles }: Seen,
    threadIds: readonly string[],
    db: Db = this.db,
  ): Promise<ThreadRow[]> {
    return db.commentThread.findMany({
      where: { ...visibleTo({ paperId, circles }), id: { in: [...threadIds] } },
    });
  }

  async open(
    tx: PrismaTransaction,
    { anchor, ...thread }: NewThread,
    message: Prisma.CommentMessageUncheckedCreateInput,
  ): Promise<void> {
    await tx.commentThread.create({ data: { ...thread, anchor: anchor ?? Prisma.DbNull } });
    await tx.commentMessage.create({ data: message });
  }

  /** Keeps the conversation as it is until the commit: nobody resolves it behind an answer. */
  async lock(tx: PrismaTransaction, threadId: string): Promise<ThreadRow | null> {
    await tx.$executeRaw`SELECT id FROM "CommentThread" WHERE id = ${threadId} FOR UPDATE`;
    return this.find(threadId, tx);
  }

  async addMessage(
    tx: PrismaTransaction,
    message: Prisma.CommentMessageUncheckedCreateInput,
  ): Promise<void> {
    await tx.commentMessage.create({ data: message });
  }

  /** False when the message is no longer at the version that was decided on. */
  async editMessage(
    tx: PrismaTransaction,
    message: { readonly id: string; readonly version: number },
    data: { readonly body: string; readonly mentions: string[]; readonly editedAt: Date },
  ): Promise<boolean> {
    const { count } = await tx.commentMessage.updateMany({
      where: { id: message.id, version: message.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** False when the conversation is no longer at the version that was decided on. */
  async change(
    tx: PrismaTransaction,
    thread: { readonly id: string; readonly version: number },
    data: Prisma.CommentThreadUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.commentThread.updateMany({
      where: { id: thread.id, version: thread.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** False when one of them has become part of another position meanwhile. */
  async submit(
    tx: PrismaTransaction,
    threadIds: readonly string[],
    positionId: string,
  ): Promise<boolean> {
    const { count } = await tx.commentThread.updateMany({
      where: { id: { in: [...threadIds] }, submittedAsId: null },
      data: { submittedAsId: positionId, version: { increment: 1 } },
    });
    return count === threadIds.length;
  }

  /** Moves on up to when the person has read these conversations; never back. */
  async markRead(
    threadIds: readonly string[],
    { personId, readAt }: { readonly personId: string; readonly readAt: Date },
    db: Db = this.db,
  ): Promise<void> {
    await db.commentReading.createMany({
      data: threadIds.map((threadId) => ({ threadId, personId, readAt })),
      skipDuplicates: true,
    });
    await db.commentReading.updateMany({
      where: { personId, threadId: { in: [...threadIds] }, readAt: { lt: readAt } },
      data: { readAt },
    });
  }

  centres(ids: readonly string[], db: Db = this.db) {
    if (ids.length === 0) return [];
    return db.centre.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, shortName: true },
    });
  }

  organisations(ids: readonly string[], db: Db = this.db) {
    if (ids.length === 0) return [];
    return db.organisation.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, abbreviation: true },
    });
  }

  /** Everybody active with a post, or those of one circle; who of them reads the paper is asked besides. */
  async people(circle: string, at: Date) {
    const held = { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
    const rows = await this.db.person.findMany({
      where: { deactivatedAt: null, posts: { some: { AND: [held, postsWithin(circle)] } } },
      select: {
        id: true,
        name: true,
        clearedTo: true,
        posts: { where: held, select: { role: true, centreId: true, organisationId: true } },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: peopleAtMost,
    });
    return rows.map(({ posts, ...person }) => ({
      ...person,
      posts: posts.map((post): HeldPost => ({ ...post, role: post.role as Role })),
    }));
  }
}

function visibleTo({ paperId, circles }: Seen): Prisma.CommentThreadWhereInput {
  return { paperId, circle: { in: [...circles] } };
}

/** In which somebody has written by one of these posts. */
function writtenBy(posts: readonly string[]): Prisma.CommentThreadWhereInput {
  return { messages: { some: { authorPost: { in: [...posts] } } } };
}

const postsOfCentre = (id: string) => [`centre_lead@${id}`, `expert@${id}`];

function postsOfOrganisation(id: string): string[] {
  if (id === regionalOfficeId) return ["head@office", "office_reviewer@office"];
  return [`focal_point@${id}`, `policy_counterpart@${id}`, `observer@${id}`];
}

function postsWithin(circle: string): Prisma.PostWhereInput {
  if (circle === paperCircle) return {};
  const [kind, id = ""] = circle.split(":");
  if (kind === "centre") return { centreId: id };
  return id === regionalOfficeId
    ? { role: { in: ["head", "office_reviewer"] } }
    : { organisationId: id };
}
