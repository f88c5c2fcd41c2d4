/** The accounts of a demonstration, shown on its sign-in page and never anywhere else. */
import type { Site } from "@istmo/contracts";
import type { IdentityRepository } from "./identity.repository.ts";

export const demoPassword = "istmo-demo-2026";

export async function describeSite(isDemo: boolean, repository: IdentityRepository): Promise<Site> {
  const ways = { singleSignOn: null, passkeys: false };
  if (!isDemo) return { ...ways, demo: false, demoAccounts: [], demoPassword: null };
  return { ...ways, demo: true, demoAccounts: await repository.demoAccounts(), demoPassword };
}
