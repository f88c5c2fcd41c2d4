/**
 * Answering from a mail, without a session.
 *
 *   mail        --> link: a token for one request and one person
 *   token       --> the text and what is asked; the request is received
 *   token       --> a code, mailed to the person whom the link was made for
 *   token+code  --> the answer, once
 *
 * Whoever is forwarded the link reads what its owner could have forwarded as well, and cannot answer:
 * the code goes to the owner's mailbox. A paper above unclassified is opened after sign-in alone.
 */
import { randomInt } from "node:crypto";
import type { GivenClearance, Language, LinkedClearance } from "@istmo/contracts";
import { answersClearance, hasPassed, isLevelOpen, type Actor } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import { Throttle } from "../../http/throttle.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { findActor } from "../identity/identity.queries.ts";
import { changesOf, labelOf, type ClearanceAnswers } from "./clearance-answers.ts";
import { clearanceCodeMail } from "./clearance-mail.ts";
import type { ClearanceRepository, LinkRow, RequestRow } from "./clearance.repository.ts";
import type { ClearanceService } from "./clearance.service.ts";
import { requestOf, toRequest, type Clearance, type FoundClearance } from "./found-clearance.ts";
import { hashOfToken, type LinkTokens } from "./link-tokens.ts";

/** Milliseconds for which a code holds, and how often one is tried. */
const codeLasts = 10 * 60_000;
const triesPerCode = 5;

export interface ClearanceLinksNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly answers: ClearanceAnswers;
  readonly service: ClearanceService;
  readonly tokens: LinkTokens;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** A link that holds, with what it leads to. */
interface Linked {
  readonly link: LinkRow;
  readonly clearance: Clearance;
  readonly row: RequestRow;
  readonly actor: Actor;
  readonly person: { readonly name: string; readonly email: string; readonly locale: string };
}

export class ClearanceLinksService {
  readonly #needs: ClearanceLinksNeeds;
  /** By address, for tokens that are none, and by link, for codes. */
  readonly #opened: Throttle;
  readonly #codes: Throttle;

  constructor(needs: ClearanceLinksNeeds) {
    this.#needs = needs;
    this.#opened = new Throttle(needs.clock, { attempts: 60, within: 15 * 60_000 });
    this.#codes = new Throttle(needs.clock, { attempts: 5, within: 60 * 60_000 });
  }

  /**
   * What is asked. Refusals: `link_unknown`, `link_expired`, `link_used`, `version_superseded`,
   * `not_signed_in` of a paper that has been classified, `rate_limited`.
   */
  async open(
    token: string,
    asked: Asked & { readonly language?: Language | undefined },
  ): Promise<LinkedClearance> {
    const { unitOfWork, service } = this.#needs;
    const linked = await this.#find(token, asked);
    const { clearance, row, actor } = linked;
    if (row.receivedAt === null)
      await unitOfWork.run(commandOf(actor, asked), (unit) =>
        service
          .changeWithin(unit, clearance.paper.facts.id, { requestId: row.id }, async (it) => ({
            change: "received",
            data: it.row.receivedAt === null ? { receivedAt: it.now, receivedById: actor.id } : {},
            audit: {
              kind: "paper.clearance_received",
              after: { organisationId: row.organisationId, level: row.level, by: "mail" },
            },
          }))
          .then(() => null),
      );
    return this.#answer(linked, asked.language);
  }

  /** Mails a new code; the one before no longer holds. */
  async sendCode(token: string, asked: Asked): Promise<{ readonly sentTo: string }> {
    const { repository, unitOfWork, tokens, clock } = this.#needs;
    const { link, actor, person } = await this.#find(token, asked);
    this.#codes.take(link.hash);
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    return unitOfWork.run(commandOf(actor, asked), async ({ tx }) => {
      const now = clock.now();
      await repository.changeLink(tx, link.hash, {
        codeHash: tokens.codeHash(link.hash, code),
        codeExpiresAt: new Date(now.getTime() + codeLasts),
        codeAttempts: 0,
      });
      await queueMail(tx, clearanceCodeMail(person, code), now);
      return { sentTo: maskedAddress(person.email) };
    });
  }

  /** Refusals besides those of `open`: `wrong_code`, and those of `decideClearanceAnswer`. */
  async answer(
    token: string,
    asked: Asked,
    { code, ...given }: GivenClearance & { readonly code: string },
  ): Promise<LinkedClearance> {
    const { repository, unitOfWork, service, clock } = this.#needs;
    const linked = await this.#find(token, asked);
    const { link, clearance, row, actor } = linked;
    await this.#checkCode(link, code);
    const after = await unitOfWork.run(commandOf(actor, asked), async (unit) => {
      const standing = await repository.link(link.hash, unit.tx);
      if (standing?.usedAt !== null) throw new AppError("link_used");
      await repository.changeLink(unit.tx, link.hash, { usedAt: clock.now(), codeHash: null });
      const changed = await service.changeWithin(
        unit,
        clearance.paper.facts.id,
        { requestId: row.id },
        (changing) => service.take(actor, changing, { given, by: "mail" }),
      );
      return { state: requestOf(changed, row.id).state };
    });
    return {
      ...(await this.#answer(linked)),
      state: after.state as LinkedClearance["state"],
    };
  }

  /** The try is counted before it is compared, and stays counted. */
  async #checkCode({ hash }: LinkRow, code: string): Promise<void> {
    const { repository, tokens, clock } = this.#needs;
    if (!(await repository.countTry(hash, triesPerCode))) throw new AppError("wrong_code");
    const link = await repository.link(hash);
    const isRight =
      link?.codeHash === tokens.codeHash(hash, code) &&
      link.codeExpiresAt !== null &&
      !hasPassed({ at: link.codeExpiresAt }, clock.now());
    if (!isRight) throw new AppError("wrong_code");
  }

  async #find(token: string, { addressKey }: Asked): Promise<Linked> {
    const { repository, found, tokens, clock } = this.#needs;
    this.#opened.take(addressKey);
    if (!tokens.isOurs(token)) throw new AppError("link_unknown");
    const link = await repository.link(hashOfToken(token));
    if (link === null) throw new AppError("link_unknown");
    this.#opened.giveBack(addressKey);
    const paperId = await repository.paperOf(link.requestId);
    if (paperId === null) throw new AppError("link_unknown");
    const now = clock.now();
    const clearance = await found.load(paperId);
    const row = requestOf(clearance, link.requestId);
    if (link.usedAt !== null) throw new AppError("link_used");
    if (row.state === "lapsed") throw new AppError("version_superseded");
    if (link.revokedAt !== null || hasPassed({ at: link.expiresAt }, now))
      throw new AppError("link_expired");
    if (clearance.paper.facts.classification !== "unclassified")
      throw new AppError("not_signed_in");
    // As the person stands today: a post that has ended answers no more.
    const someone = await findActor(repository.db, link.personId, now);
    if (someone === null || !answersClearance(someone.actor, clearance.paper.facts, toRequest(row)))
      throw new AppError("link_expired");
    const { name, email, locale } = someone.person;
    return { link, clearance, row, actor: someone.actor, person: { name, email, locale } };
  }

  async #answer({ clearance, row, person }: Linked, language?: Language): Promise<LinkedClearance> {
    const { repository, answers, service } = this.#needs;
    const request = toRequest(row);
    const labels = await answers.labels([row.organisationId], repository.db);
    const wanted =
      language ??
      ((await this.#hasLanguage(row, person.locale)) ? (person.locale as Language) : undefined);
    const text = await service.textOf(clearance, row, { language: wanted, of: "asked" });
    if (text === null) throw new AppError("not_found");
    return {
      title: clearance.paper.title,
      person: person.name,
      organisation: labelOf(labels, row.organisationId),
      level: request.level,
      limit: { at: row.limitAt.toISOString(), timeZone: row.timeZone },
      silence: row.silence,
      state: request.state,
      isOpen: isLevelOpen(clearance.paper.facts, request.level),
      sha256: row.sha256,
      languages: await repository.languages(row.opening.versionId),
      text,
      renewedFor: row.renewedFor as LinkedClearance["renewedFor"],
      changedSections: changesOf(row),
      before: await service.textOf(clearance, row, { language: text.language, of: "before" }),
    };
  }

  async #hasLanguage(row: RequestRow, language: string): Promise<boolean> {
    const all = await this.#needs.repository.languages(row.opening.versionId);
    return all.some((one) => one === language);
  }
}

/** Who asks without a session. */
export interface Asked {
  readonly origin: RequestOrigin;
  /** What attempts are counted by. */
  readonly addressKey: string;
}

const commandOf = ({ id }: Actor, { origin }: Asked): Command => ({
  ...{ personId: id, origin, idempotency: null },
});

/** "m…@example.org": enough for its owner, nothing for whoever was forwarded the link. */
const maskedAddress = (email: string): string => email.replace(/^(.)[^@]*/, "$1…");
