/**
 * Writes down what people may not do: the same thing at most once a minute per session, so that
 * nobody floods the log, or hides in it, by being refused a thousand times.
 */
import type { AuditSubjectKind } from "@istmo/domain";
import type { Refusal } from "../../http/api.ts";
import type { AuditLog, NewAuditEntry } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";

const every = 60_000;
/** Sessions and routes remembered at a time; beyond it nothing more is written within the minute. */
const mostRemembered = 10_000;

/** Refusals that belong to the way of things: one confirms who one is and asks again. */
const ordinary: ReadonlySet<string> = new Set(["confirmation_required"]);

/** What the `:id` of a route names, by what stands before it. */
const subjectKinds: Readonly<Record<string, AuditSubjectKind>> = {
  papers: "paper",
  editions: "edition",
  people: "person",
  posts: "post",
  invitations: "invitation",
  "access-requests": "access_request",
  organisations: "organisation",
};

function subjectOf({ route, params }: Refusal): Pick<NewAuditEntry, "subject" | "paperId"> {
  const id = params["id"];
  const resource = /\/([\w-]+)\/:id/.exec(route)?.[1];
  const kind = resource === undefined ? undefined : subjectKinds[resource];
  if (kind === undefined || typeof id !== "string") return {};
  return { subject: { kind, id }, ...(kind === "paper" ? { paperId: id } : {}) };
}

export class RefusalRecord {
  readonly #log: Pick<AuditLog, "record">;
  readonly #clock: Clock;
  /** When each session was last written down for each route, oldest first. */
  readonly #written = new Map<string, number>();

  constructor(log: Pick<AuditLog, "record">, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  async add(refusal: Refusal): Promise<void> {
    const { command, code, route } = refusal;
    const at = this.#clock.now();
    if (ordinary.has(code) || !this.#isNew(`${command.origin?.sessionId} ${route}`, at)) return;
    await this.#log.record({ personId: command.personId, origin: command.origin, at }, [
      { kind: "access.refused", ...subjectOf(refusal), after: { route, code } },
    ]);
  }

  #isNew(key: string, at: Date): boolean {
    const now = at.getTime();
    for (const [old, time] of this.#written) {
      if (time > now - every) break;
      this.#written.delete(old);
    }
    if (this.#written.has(key) || this.#written.size >= mostRemembered) return false;
    this.#written.set(key, now);
    return true;
  }
}
