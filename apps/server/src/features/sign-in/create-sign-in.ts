/** Makes the parts of signing in and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { AuditLog } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { PlainReader } from "../../platform/plain-reader.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { Admission } from "./admission.ts";
import { createAuth } from "./auth.ts";
import { KnownDevices } from "./known-devices.ts";
import { MySecurityRepository } from "./my-security.repository.ts";
import { MySecurityService } from "./my-security.service.ts";
import { PasswordReset } from "./password-reset.ts";
import { PasswordSignIn } from "./password-sign-in.ts";
import { Passwords } from "./passwords.ts";
import { createSessionReader } from "./read-session.ts";
import { RefusalLedger } from "./refusal-ledger.ts";
import { SecondFactorRepository } from "./second-factor.repository.ts";
import { SecondFactor } from "./second-factor.ts";
import { signInFront } from "./sign-in-front.ts";
import { SignInRepository } from "./sign-in.repository.ts";

export interface SignInParts {
  readonly client: PrismaClient;
  readonly reader: PlainReader;
  readonly unitOfWork: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
  /** The installation's: signs cookies, encrypts secrets. */
  readonly secret: string;
  /** Whether people reach us by https: cookies are Secure then. */
  readonly isHttps: boolean;
  /** What stands on the button of the single sign-on; null where there is none. */
  readonly singleSignOn: string | null;
  readonly requiresSecondFactor: boolean;
  readonly ownOrigin: () => string;
}

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(parts: SignInParts) {
  const { client, unitOfWork, audit, clock, logger, secret, isHttps } = parts;
  const auth = createAuth({ client, secret, isHttps });
  const { requiresSecondFactor } = parts;
  const readSession = createSessionReader({
    auth,
    reader: parts.reader,
    clock,
    requiresSecondFactor,
  });
  const repository = new SignInRepository(client);
  const secondFactors = new SecondFactorRepository(client);
  const passwords = new Passwords();
  const devices = new KnownDevices({ secret, isHttps, clock });
  const refusals = new RefusalLedger({
    record: (actor, entries) => audit.record(actor, entries),
    clock,
    logger,
  });
  const common = { unitOfWork, passwords, devices, refusals, clock, secret };
  const admission = new Admission({ ...common, auth, repository, isHttps });
  const { ownOrigin, singleSignOn } = parts;
  const passwordReset = new PasswordReset({ ...common, repository, ownOrigin, logger });
  return {
    /** Before everything else that a request passes. */
    front: signInFront(devices),
    auth,
    readSession,
    repository,
    unitOfWork,
    passwords,
    admission,
    refusals,
    passwordReset,
    passwordSignIn: new PasswordSignIn({ ...common, admission, repository }),
    secondFactor: new SecondFactor({
      ...common,
      admission,
      signIns: repository,
      repository: secondFactors,
    }),
    mySecurity: new MySecurityService({
      ...common,
      repository: new MySecurityRepository(client),
      signIns: repository,
      secondFactors,
      singleSignOn,
    }),
    /** Finishes what is under way. */
    async close(): Promise<void> {
      await passwordReset.settle();
      await refusals.close();
    },
  };
}
