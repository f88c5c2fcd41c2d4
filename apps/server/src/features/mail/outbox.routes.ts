import { listQuery, outboxMail, page, type OutboxMail } from "@istmo/contracts";
import { isClearedFor, managesPeople, type ClassificationLevel } from "@istmo/domain";
import type { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { OutboxRepository } from "./outbox.repository.ts";

/**
 * The mails of this installation, for administrators. In a demonstration strangers read them as
 * well: there nobody has a mailbox, and invitations are to be tried.
 */
export function outboxRoutes(
  api: Api,
  repository: OutboxRepository,
  { isDemo }: { readonly isDemo: boolean },
): void {
  /** A link to a new password opens an account: nobody reads one of somebody cleared for more. */
  async function read(
    { limit, cursor }: z.output<typeof listQuery>,
    readerClearance: ClassificationLevel,
  ) {
    const rows = await repository.list({ limit, cursor });
    const clearances = await repository.clearances(rows.map(({ to }) => to));
    const isOpen = ({ kind, to }: { kind: string; to: string }) =>
      kind !== "password_reset" ||
      isClearedFor(readerClearance, clearances.get(to) ?? "unclassified");
    return toPage(rows, limit, (row): OutboxMail => ({
      id: row.id,
      kind: row.kind,
      to: row.to,
      subject: row.subject,
      // On its way to a mailbox it is for its reader alone: it may hold a token.
      text: row.state === "kept" && isOpen(row) ? row.text : "",
      state: row.state as OutboxMail["state"],
      attempts: row.attempts,
      lastError: row.lastError,
      createdAt: row.createdAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
    }));
  }

  api.route(
    {
      method: "get",
      path: "/outbox",
      tag: "Administration",
      summary: "Mails, the newest first; their text while no mail server is set up",
      query: listQuery,
      answer: page(outboxMail),
    },
    ({ me, query }) => {
      if (!managesPeople(me.actor)) throw new AppError("not_allowed");
      return read(query, me.actor.clearedTo);
    },
  );
  api.openRoute(
    {
      method: "get",
      path: "/site/outbox",
      tag: "Administration",
      summary: "The mails of a demonstration; does not exist elsewhere",
      query: listQuery,
      answer: page(outboxMail),
    },
    async (query) => {
      if (!isDemo) throw new AppError("not_found");
      return read(query, "strictly_confidential");
    },
  );
}
