/**
 * Requests for an account, by strangers, and for a paper, by people who may not open it. Whoever asks
 * always gets the same answer, and so learns neither who has an account nor which papers exist.
 */
import type {
  AccessRequest,
  askForAccount,
  askForPaper,
  decideAccessRequest,
} from "@istmo/contracts";
import {
  decidesAccessRequests,
  decidesAccountRequests,
  plainEmail,
  type Actor,
  type EditionRole,
} from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import type {
  AccessRequestRow,
  AccessRequestsRepository,
  RequestScope,
} from "./access-requests.repository.ts";
import { actorWithin } from "./actor-within.queries.ts";
import type { InvitationsService } from "./invitations.service.ts";
import { languageOf, requestDeclinedMail } from "./mail-texts.ts";
import type { PeopleRepository } from "./people.repository.ts";

/** Decides on a share, and returns what gives it as part of a change. */
export type PrepareShare = (
  actor: Actor,
  wanted: {
    readonly paperId: string;
    readonly subject: string;
    readonly level: EditionRole;
    readonly expiresOn: string | null;
  },
) => Promise<(work: Work) => Promise<void>>;

export interface AccessRequestsServiceNeeds {
  readonly repository: AccessRequestsRepository;
  readonly people: PeopleRepository;
  readonly invitations: InvitationsService;
  readonly prepareShare: PrepareShare;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Decision = z.output<typeof decideAccessRequest>;
type Granted = Extract<Decision, { decision: "granted" }>;
const received = { received: true } as const;

/** Open requests that one address, one person, or all strangers together may have. */
const openOfAddress = 3;
const openOfPerson = 30;
const openOfStrangers = 500;

export class AccessRequestsService {
  readonly #needs: AccessRequestsServiceNeeds;

  constructor(needs: AccessRequestsServiceNeeds) {
    this.#needs = needs;
  }

  /** A stranger asks for an account. Refusal: `email_not_plain`. */
  async askForAccount(wanted: z.output<typeof askForAccount>, origin: RequestOrigin) {
    const { repository, people, unitOfWork, clock } = this.#needs;
    const email = plainEmail(wanted.email);
    if (email === null) throw new AppError("email_not_plain");
    const command = { personId: null, origin, idempotency: null };
    return unitOfWork.run(command, async ({ tx, audit }) => {
      await people.lock(tx);
      const kind = "account";
      const isTooMany =
        (await repository.countOpen(tx, { kind, email })) >= openOfAddress ||
        (await repository.countOpen(tx, { kind })) >= openOfStrangers;
      if (isTooMany) return received;
      const { name, organisation, reason, locale } = wanted;
      const request = { kind, email, name, organisation, reason, locale, createdAt: clock.now() };
      const { id } = await repository.create(tx, request);
      // What a stranger writes stays out of a log that nobody can correct.
      audit({
        kind: "access_request.received",
        subject: { kind: "access_request", id },
        after: { kind },
      });
      return received;
    });
  }

  /** Somebody signed in asks for a paper, whether or not there is one. */
  async askForPaper(me: SignedIn, command: Command, wanted: z.output<typeof askForPaper>) {
    const { repository, people, unitOfWork, clock } = this.#needs;
    const { paperId, reason } = wanted;
    const personId = me.person.id;
    return unitOfWork.run(command, async ({ tx, audit }) => {
      await people.lock(tx);
      const kind = "paper";
      const isKept =
        (await repository.paperExists(tx, paperId)) &&
        (await repository.countOpen(tx, { kind, personId, paperId })) === 0 &&
        (await repository.countOpen(tx, { kind, personId })) < openOfPerson;
      if (!isKept) return received;
      const { locale } = me.person;
      const request = { kind, personId, paperId, reason, locale, createdAt: clock.now() };
      const { id } = await repository.create(tx, request);
      const subject = { kind: "access_request", id } as const;
      audit({ kind: "access_request.received", subject, paperId, after: { kind } });
      return received;
    });
  }

  /** Refusal: `not_allowed` for who decides none. */
  async list(
    me: SignedIn,
    filter: {
      readonly state?: "open" | "decided" | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ) {
    const { repository } = this.#needs;
    const scope = await this.#scope(me.actor);
    const rows = await repository.list(scope, filter);
    const names = await repository.namesOf(
      rows.flatMap(({ personId, decidedById }) => [personId, decidedById]),
    );
    return toPage(rows, filter.limit, (row) => this.#answer(row, { me, scope, names }));
  }

  /**
   * Granting sends an invitation or shares the paper.
   * Refusals: `not_allowed`, `not_found`, `already_decided`, `invalid_request` (no post for an
   * account), and those of inviting and of sharing.
   */
  async decide(
    me: SignedIn,
    command: Command,
    id: string,
    decision: Decision,
  ): Promise<AccessRequest> {
    const { repository, people, unitOfWork, clock } = this.#needs;
    const scope = await this.#scope(me.actor);
    const asked = await repository.find(id);
    if (asked === null || !isWithin(scope, asked)) throw new AppError("not_found");
    if (asked.decidedAt !== null) throw new AppError("already_decided");
    const share =
      decision.decision === "granted" && asked.kind === "paper"
        ? await this.#prepareShare(me.actor, asked, decision)
        : null;

    return unitOfWork.run(command, async (work) => {
      const { tx, audit } = work;
      const now = clock.now();
      await people.lock(tx);
      const actor = await actorWithin(tx, me.actor, now);
      const note = decision.decision === "declined" ? (decision.note ?? null) : null;
      const row = await repository.decide(tx, id, {
        decision: decision.decision,
        decidedById: actor.id,
        decidedAt: now,
        note,
      });
      if (row === null) throw new AppError("already_decided");
      if (share !== null) await share(work);
      else if (decision.decision === "granted")
        await this.#invite(work, { actor, now, row, decision });
      else await this.#tellDeclined(work, row, now);
      audit({
        kind: "access_request.decided",
        subject: { kind: "access_request", id },
        ...(row.paperId === null ? {} : { paperId: row.paperId }),
        after: { kind: row.kind, decision: decision.decision },
        ...(note === null ? {} : { reason: note }),
      });
      const names = await repository.namesOf([row.personId, row.decidedById], tx);
      return this.#answer(row, { me, scope, names });
    });
  }

  async #scope(actor: Actor): Promise<RequestScope> {
    const { repository, clock } = this.#needs;
    if (!decidesAccessRequests(actor)) throw new AppError("not_allowed");
    return {
      accounts: decidesAccountRequests(actor),
      papers: await repository.sharablePapers(actor, clock.now()),
    };
  }

  #prepareShare(actor: Actor, { paperId, personId }: AccessRequestRow, granted: Granted) {
    const { level = "reader", expiresOn = null } = granted;
    if (paperId === null || personId === null) throw new AppError("not_found");
    const subject = `person:${personId}`;
    return this.#needs.prepareShare(actor, { paperId, subject, level, expiresOn });
  }

  async #invite(
    work: Work,
    given: {
      readonly actor: Actor;
      readonly now: Date;
      readonly row: AccessRequestRow;
      readonly decision: Granted;
    },
  ): Promise<void> {
    const { actor, now, row, decision } = given;
    const { email, name, locale } = row;
    if (decision.post === undefined || email === null || name === null)
      throw new AppError("invalid_request", { missing: "post" });
    const wanted = { ...decision.post, email, name, locale: languageOf(locale) };
    await this.#needs.invitations.inviteWithin({ work, actor, now }, wanted);
  }

  async #tellDeclined({ tx }: Work, row: AccessRequestRow, now: Date): Promise<void> {
    const person =
      row.personId === null ? row : await this.#needs.repository.personOf(tx, row.personId);
    if (person === null || person.email === null) return;
    const mail = requestDeclinedMail({
      language: languageOf(person.locale),
      name: person.name ?? "",
      kind: row.kind === "account" ? "account" : "paper",
    });
    await queueMail(tx, { ...mail, to: person.email }, now);
  }

  #answer(
    row: AccessRequestRow,
    {
      me,
      scope,
      names,
    }: {
      readonly me: SignedIn;
      readonly scope: RequestScope;
      readonly names: Awaited<ReturnType<AccessRequestsRepository["namesOf"]>>;
    },
  ): AccessRequest {
    const person = (row.personId !== null && names.get(row.personId)) || null;
    const title = row.paperId === null ? undefined : scope.papers.get(row.paperId);
    return {
      id: row.id,
      kind: row.kind as AccessRequest["kind"],
      name: row.name ?? person?.name ?? "",
      email: row.email,
      organisation: row.organisation,
      person,
      paper:
        row.paperId === null || title === undefined
          ? null
          : {
              id: row.paperId,
              title: title[languageOf(me.person.locale)] ?? title.es ?? title.en ?? "",
            },
      reason: row.reason,
      createdAt: row.createdAt.toISOString(),
      decision: row.decision as AccessRequest["decision"],
      decidedBy: (row.decidedById !== null && names.get(row.decidedById)) || null,
      note: row.note,
    };
  }
}

function isWithin({ accounts, papers }: RequestScope, row: AccessRequestRow): boolean {
  if (row.kind === "account") return accounts;
  return row.paperId !== null && papers.has(row.paperId);
}
