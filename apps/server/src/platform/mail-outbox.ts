/**
 * The outbox: a mail is a row, written in the transaction of what it tells of, and delivered after
 * the commit. Without a mail server it is kept, for the page of a demonstration and the
 * administrators to read.
 *
 * No mail holds content of a paper above unclassified, and none a password.
 */
import { randomUUID } from "node:crypto";
import type { PrismaTransaction } from "@istmo/prisma/client";

export interface NewMail {
  /** "invitation", "password_reset", "access_request", "paper_shared" … */
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text; links stand alone on their line. */
  readonly text: string;
}

/** The transactions that have queued a mail. */
const withMail = new WeakSet<object>();

/** Whether a transaction has queued a mail, so that the delivery is woken after its commit. */
export function hasQueuedMail(tx: PrismaTransaction): boolean {
  return withMail.has(tx);
}

/** Writes a mail to the outbox; within `UnitOfWork.run` the delivery is woken after the commit. */
export async function queueMail(tx: PrismaTransaction, mail: NewMail, now: Date): Promise<void> {
  withMail.add(tx);
  await tx.mail.create({ data: { id: randomUUID(), ...mail, nextAttemptAt: now, createdAt: now } });
}
