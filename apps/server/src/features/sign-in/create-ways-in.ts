/** Ties together the ways in besides the password: passkeys, single sign-on, the first administrator. */
import express, { Router } from "express";
import type { Config } from "../../config/config.ts";
import type { Api } from "../../http/api.ts";
import type { SignIn, SignInParts } from "./create-sign-in.ts";
import { FirstAdministratorRepository } from "./first-administrator.repository.ts";
import {
  describeFirstAdministrator,
  firstAdministratorRouter,
} from "./first-administrator.routes.ts";
import { FirstAdministratorService } from "./first-administrator.service.ts";
import { IdentityProvider } from "./identity-provider.ts";
import { PasskeysRepository } from "./passkeys.repository.ts";
import { passkeyRoutes, passkeySignInRouter } from "./passkeys.routes.ts";
import { PasskeysService } from "./passkeys.service.ts";
import { SingleSignOnRepository } from "./single-sign-on.repository.ts";
import { describeSingleSignOn, singleSignOnRouter } from "./single-sign-on.routes.ts";
import { SingleSignOnService } from "./single-sign-on.service.ts";
import { SingleUseRepository } from "./single-use.repository.ts";

export interface WaysInParts extends Pick<
  SignInParts,
  "client" | "unitOfWork" | "clock" | "secret" | "isHttps"
> {
  readonly signIn: Pick<SignIn, "admission" | "refusals" | "passwords">;
  readonly logger: { warn(details: object, message: string): void };
  readonly config: Pick<Config, "isDemo" | "oidc" | "publicOrigin">;
}

export function createWaysIn({ signIn, config, client, ...parts }: WaysInParts) {
  const { oidc, publicOrigin } = config;
  const common = { ...parts, ...signIn, singleUse: new SingleUseRepository(client) };
  const passkeys = new PasskeysService({
    ...common,
    repository: new PasskeysRepository(client),
    issuer: oidc?.issuer ?? null,
  });
  const singleSignOn =
    oidc === null
      ? null
      : new SingleSignOnService({
          ...common,
          provider: new IdentityProvider(oidc),
          repository: new SingleSignOnRepository(client),
        });
  const firstAdministrator = new FirstAdministratorService({
    ...common,
    repository: new FirstAdministratorRepository(client),
  });
  const router = Router();
  router.use(express.json({ limit: "64kb" }));
  router.use(passkeySignInRouter(passkeys, publicOrigin));
  router.use(singleSignOnRouter(singleSignOn, publicOrigin));
  router.use(firstAdministratorRouter(firstAdministrator));
  return {
    /** To be mounted under `/api/auth`. */
    router,
    declareRoutes(api: Api): void {
      passkeyRoutes(api, passkeys, publicOrigin);
      describeSingleSignOn(api);
      describeFirstAdministrator(api);
    },
    /**
     * What the link to the first administrator's page carries; null where there is an administrator,
     * and in a demonstration, which has one.
     */
    prepareFirstAdministrator: () =>
      config.isDemo ? Promise.resolve(null) : firstAdministrator.prepare(),
  };
}
