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

/** Writes a mail to the outbox. Call `wake` of the delivery after the commit. */
export async function queueMail(tx: PrismaTransaction, mail: NewMail, now: Date): Promise<void> {
  await tx.mail.create({ data: { id: randomUUID(), ...mail, nextAttemptAt: now, createdAt: now } });
}
