/** Writes the mails of a clearance to the outbox, within the transaction of what they tell of. */
import { classificationLevels, isClearedFor, type ClearanceLevel, type Role } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { findPaper } from "../papers/papers.queries.ts";
import { clearanceMail, type ClearanceMail, type ClearanceMailKind } from "./clearance-mail.ts";
import type { Addressee, ClearanceRepository } from "./clearance.repository.ts";
import { hashOfToken, type LinkTokens } from "./link-tokens.ts";

type MailedPaper = NonNullable<Awaited<ReturnType<typeof findPaper>>>;

/** A request as a mail speaks of it. */
export interface MailedRequest {
  readonly id: string;
  readonly level: ClearanceLevel;
  readonly organisationId: string;
  readonly limit: { readonly at: Date; readonly timeZone: string };
}

export class ClearanceMailing {
  readonly #repository: ClearanceRepository;
  readonly #tokens: LinkTokens;
  readonly #origin: () => string;

  constructor(repository: ClearanceRepository, tokens: LinkTokens, origin: () => string) {
    this.#repository = repository;
    this.#tokens = tokens;
    this.#origin = origin;
  }

  /**
   * To whoever answers the request by their post: focal points sign in, policy counterparts get a
   * link of their own. Of a classified paper they sign in too.
   */
  async toAnswerers(
    tx: PrismaTransaction,
    paper: MailedPaper,
    wanted: {
      readonly kind: ClearanceMailKind;
      readonly request: MailedRequest;
      readonly now: Date;
    },
  ): Promise<void> {
    const { request, kind, now } = wanted;
    const role: Role = request.level === "expert" ? "focal_point" : "policy_counterpart";
    const people = await this.#holders(tx, paper, { roles: [role], now }, [request.organisationId]);
    const isPersonal =
      request.level === "policy" &&
      paper.facts.classification === "unclassified" &&
      ["asked", "asked_again", "reminder"].includes(kind);
    for (const to of people)
      await this.#send(tx, paper, now, {
        ...{ kind, to, limit: request.limit, isPersonal },
        link: isPersonal
          ? await this.#personalLink(tx, request, to, now)
          : `${this.#origin()}/papers/${paper.facts.id}/clearance`,
      });
  }

  /** To whoever holds one of these posts: of organisations or centres, or without `bodies` of the office. */
  async toHolders(
    tx: PrismaTransaction,
    paper: MailedPaper,
    wanted: {
      readonly kind: ClearanceMailKind;
      readonly roles: readonly Role[];
      readonly bodies?: readonly string[];
      readonly symbol?: string;
      /** Of the paper; "clearance" by default. */
      readonly page?: "clearance" | "issued" | "";
      readonly now: Date;
    },
  ): Promise<void> {
    const { kind, roles, bodies, symbol, page = "clearance", now } = wanted;
    if (bodies?.length === 0) return;
    const people = await this.#holders(tx, paper, { roles, now }, bodies);
    const link = [`${this.#origin()}/papers/${paper.facts.id}`, page].filter(Boolean).join("/");
    for (const to of people)
      await this.#send(tx, paper, now, {
        ...{ kind, to, link },
        ...(symbol === undefined ? {} : { symbol }),
      });
  }

  async toPerson(
    tx: PrismaTransaction,
    paper: MailedPaper,
    wanted: {
      readonly kind: ClearanceMailKind;
      readonly personId: string;
      readonly limit: ClearanceMail["limit"];
      readonly now: Date;
    },
  ): Promise<void> {
    const { kind, personId, limit, now } = wanted;
    const to = await this.#repository.person(personId, tx);
    const link = `${this.#origin()}/papers/${paper.facts.id}/clearance`;
    if (to !== null)
      await this.#send(tx, paper, now, {
        ...{ kind, to, link },
        ...(limit === undefined ? {} : { limit }),
      });
  }

  #holders(
    tx: PrismaTransaction,
    { facts: { classification } }: MailedPaper,
    { roles, now }: { readonly roles: readonly Role[]; readonly now: Date },
    bodies: readonly string[] | undefined,
  ): Promise<Addressee[]> {
    const levels = classificationLevels.filter((level) => isClearedFor(level, classification));
    return this.#repository.holders(
      { roles, levels, at: now, ...(bodies === undefined ? {} : { bodies }) },
      tx,
    );
  }

  async #personalLink(
    tx: PrismaTransaction,
    request: MailedRequest,
    to: Addressee,
    now: Date,
  ): Promise<string> {
    const token = this.#tokens.make();
    await this.#repository.addLink(tx, {
      hash: hashOfToken(token),
      requestId: request.id,
      personId: to.id,
      createdAt: now,
      expiresAt: request.limit.at,
    });
    // After the "#", so that no log on the way keeps it.
    return `${this.#origin()}/clear#${token}`;
  }

  async #send(
    tx: PrismaTransaction,
    { title, facts: { classification } }: MailedPaper,
    now: Date,
    mail: Omit<ClearanceMail, "paper">,
  ): Promise<void> {
    await queueMail(tx, clearanceMail({ ...mail, paper: { title, classification } }), now);
  }
}
