/** The audit log for those who may open it: as a list, as a table, and the proof of its chain. */
import type { AuditCheck, AuditEntry, auditQuery } from "@istmo/contracts";
import { auditAccess, officeTimeZone, readsAuditValues, type Actor } from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { verifyChain } from "../../platform/audit-chain.ts";
import type { AuditBody, AuditLog, AuditRow } from "../../platform/audit-log.ts";
import { dayAfter, startOfDay, type Clock } from "../../platform/clock.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { readablePaperIds } from "../papers/papers.queries.ts";
import { csvHead, csvLine } from "./audit-csv.ts";
import type { AuditFilter, AuditRepository } from "./audit.repository.ts";

type Query = z.output<typeof auditQuery>;

/** Entries in one table, the newest; more is a matter of filters. */
const exportLimit = 100_000;
/** Entries read at a time for a table. */
const exportStep = 1000;

export interface AuditNeeds {
  readonly repository: AuditRepository;
  readonly log: AuditLog;
  readonly clock: Clock;
}

/** Days count in the office's time zone, the last one included. */
function toFilter({ kind, actor, subject, paper, from, to }: Query): AuditFilter {
  return {
    kind,
    actor,
    subject,
    paper,
    from: from === undefined ? undefined : startOfDay(officeTimeZone, from),
    until: to === undefined ? undefined : startOfDay(officeTimeZone, dayAfter(to)),
  };
}

/** Refusal: `not_allowed`. */
function accessOf(actor: Actor): "content" | "metadata" {
  const access = auditAccess(actor);
  if (access === null) throw new AppError("not_allowed");
  return access;
}

export class AuditService {
  readonly #needs: AuditNeeds;
  #running: Promise<AuditCheck> | null = null;

  constructor(needs: AuditNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    query: Query,
  ): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
    accessOf(actor);
    const { limit, cursor } = query;
    const page = { before: cursor, take: limit + 1 };
    const rows = await this.#needs.repository.entries(toFilter(query), page);
    const items = await this.#forReader(actor, rows.slice(0, limit));
    const nextCursor = rows.length > limit ? String(items.at(-1)?.seq) : null;
    return { items, nextCursor };
  }

  /** The table in parts, as it is read; that it was taken is an entry of its own. */
  async export(actor: Actor, command: Command, query: Query): Promise<AsyncIterable<string>> {
    accessOf(actor);
    const { kind, actor: by, subject, paper, from, to } = query;
    const asked = Object.entries({ kind, actor: by, subject, paper, from, to });
    const after = Object.fromEntries(
      asked.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
    const { personId, origin } = command;
    await this.#needs.log.record({ personId, origin, at: this.#needs.clock.now() }, [
      { kind: "audit.exported", subject: { kind: "audit", id: "log" }, after },
    ]);
    return this.#table(actor, toFilter(query));
  }

  /** Computes the whole chain again. Those who ask while it is computed share the answer. */
  check(actor: Actor): Promise<AuditCheck> {
    accessOf(actor);
    this.#running ??= this.#check().finally(() => (this.#running = null));
    return this.#running;
  }

  async #check(): Promise<AuditCheck> {
    const { isSound, entries, head, broken } = await verifyChain(this.#needs.repository.chain());
    return { isSound, entries, head, broken };
  }

  async *#table(actor: Actor, filter: AuditFilter): AsyncGenerator<string> {
    yield csvHead;
    let before: number | undefined;
    for (let count = 0; count < exportLimit; count += exportStep) {
      const rows = await this.#needs.repository.entries(filter, { before, take: exportStep });
      if (rows.length > 0) yield (await this.#forReader(actor, rows)).map(csvLine).join("");
      if (rows.length < exportStep) return;
      before = rows.at(-1)?.seq;
    }
  }

  async #forReader(actor: Actor, rows: readonly AuditRow[]): Promise<AuditEntry[]> {
    const { repository, clock } = this.#needs;
    const access = accessOf(actor);
    const ids = rows.map(({ paperId }) => paperId);
    const readable = await readablePaperIds(repository.db, actor, { ids, now: clock.now() });
    const names = await namesOf(
      repository.db,
      rows.flatMap(({ actorId, subjectKind, subjectId }) =>
        subjectKind === "person" ? [actorId, subjectId] : [actorId],
      ),
    );
    return rows.map((row) => {
      const mayRead = readsAuditValues(access, row, (paperId) => readable.has(paperId));
      return toEntry(row, { isWithheld: !mayRead, nameOf: (id) => names.get(id)?.name ?? null });
    });
  }
}

interface Reading {
  readonly isWithheld: boolean;
  readonly nameOf: (personId: string) => string | null;
}

/** An entry as one reader sees it: of what was said, people's names and where from stay in any case. */
function toEntry(row: AuditRow, { isWithheld, nameOf }: Reading): AuditEntry {
  const said = readBody(row.body);
  const { actorId, subjectKind, subjectId } = row;
  const told = isWithheld ? {} : said;
  const name = subjectKind === "person" && subjectId !== null ? nameOf(subjectId) : null;
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: actorId === null ? null : { id: actorId, name: nameOf(actorId) ?? actorId },
    ip: said.from?.ip ?? null,
    userAgent: said.from?.userAgent ?? null,
    subject:
      subjectKind === null || subjectId === null
        ? null
        : { kind: subjectKind, id: subjectId, label: name ?? told.subject?.label ?? null },
    paperId: row.paperId,
    before: toFacts(told.before),
    after: toFacts(told.after),
    reason: told.reason ?? null,
    isWithheld,
    hash: row.hash,
  };
}

/** A body that somebody broke is no reason not to show the rest: the check of the chain names it. */
function readBody(body: string): Partial<AuditBody> {
  try {
    return JSON.parse(body) as AuditBody;
  } catch {
    return {};
  }
}

function toFacts(facts: AuditBody["before"]): AuditEntry["before"] {
  if (facts === undefined) return null;
  const copies = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === "object" && value !== null ? [...value] : value,
  ]);
  return Object.fromEntries(copies) as AuditEntry["before"];
}
