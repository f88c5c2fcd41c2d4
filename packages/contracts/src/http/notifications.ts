/**
 * What concerns me, and how I am told of it.
 *
 *     GET   notifications?unread&reason   → noticesPage, newest first; done ones with `done`
 *     GET   notifications/count           → noticeCount
 *     POST  notifications/marks           → markedNotices
 *     GET   me/notification-settings      → notificationSettings
 *     PUT   me/notification-settings      → notificationSettings
 *     GET   centres/:id/escalation        → centreEscalation
 *     PUT   centres/:id/escalation        → centreEscalation
 */
import { escalationAtMost, noticeChannels, noticeReasons } from "@istmo/domain";
import { z } from "zod";
import { id, listQuery, page, personRef, rowVersion, typedText } from "./common.ts";
import { classification } from "./people.ts";

export const noticeReason = z.enum(noticeReasons);
export const noticeChannel = z.enum(noticeChannels);

export const noticeSubjectKinds = ["action", "commitment", "paper", "round"] as const;
export type NoticeSubjectKind = (typeof noticeSubjectKinds)[number];

/** Facts of a notice; which of them there are depends on its reason. */
export const noticeDetail = z.object({
  from: z.string().optional(),
  to: z.string().optional(),
  /** Fields that somebody changed. */
  fields: z.array(z.string()).optional(),
  dueOn: z.string().optional(),
  /** Of an escalation: since how many days, and why. */
  days: z.int().optional(),
  cause: z.enum(["overdue", "blocked"]).optional(),
  threadId: id.optional(),
  level: z.enum(["expert", "policy"]).optional(),
  /** Of a paper: what is asked. */
  asks: z.enum(["position", "clearance", "submission"]).optional(),
});
export type NoticeDetail = z.infer<typeof noticeDetail>;

export const notice = z.object({
  id,
  /** Rises in the order in which they were told. */
  seq: z.int(),
  reason: noticeReason,
  subject: z.object({
    kind: z.enum(noticeSubjectKinds),
    id,
    title: typedText,
    classification,
  }),
  detail: noticeDetail,
  actor: personRef.nullable(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
  isDone: z.boolean(),
});
export type Notice = z.infer<typeof notice>;

const flag = z.enum(["true", "false"]).transform((it) => it === "true");
export const noticesQuery = listQuery.extend({
  unread: flag.optional(),
  /** Those that are done, instead of those that are not. */
  done: flag.optional(),
  reason: noticeReason.optional(),
});
export const noticesPage = page(notice);

/** Notices that a count goes through at most; beyond it there are "that many or more". */
export const countedAtMost = 500;
export const noticeCount = z.object({ unread: z.int() });
export type NoticeCount = z.infer<typeof noticeCount>;

export const noticeMarks = ["read", "unread", "done", "open"] as const;
export type NoticeMark = (typeof noticeMarks)[number];
/** Marks these, or all up to one of them. */
export const markNotices = z
  .object({
    as: z.enum(noticeMarks),
    ids: z
      .array(z.string().regex(/^[1-9]\d{0,15}$/))
      .min(1)
      .max(200)
      .optional(),
    until: z.int().min(1).optional(),
  })
  .refine(({ ids, until }) => (ids === undefined) !== (until === undefined), {
    error: "ids or until",
  });
export type MarkNotices = z.infer<typeof markNotices>;
export const markedNotices = z.object({
  /** Those that stood otherwise before, so that it can be taken back. */
  ids: z.array(id),
  unread: z.int(),
});
export type MarkedNotices = z.infer<typeof markedNotices>;

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const notificationSettings = z.object({
  channels: z.record(noticeReason, noticeChannel),
  /** The full hour of the daily digest. */
  digestHour: z.int().min(0).max(23),
  quiet: z.object({ from: hour, until: hour }).nullable(),
  timeZone: z.string().max(64),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

const days = z.int().min(1).max(escalationAtMost).nullable();
const escalationRule = z.object({
  overdueToLead: days,
  overdueToOffice: days,
  blockedToLead: days,
  blockedToOffice: days,
});
export const centreEscalation = escalationRule.extend({
  /** 0 where nobody has set it and what is usual holds. */
  version: z.int().min(0),
  maySet: z.boolean(),
});
export type CentreEscalation = z.infer<typeof centreEscalation>;
export const setEscalation = escalationRule.extend({ version: rowVersion.or(z.literal(0)) });
export type SetEscalation = z.infer<typeof setEscalation>;
