/** The accounts of a demonstration, shown on its sign-in page and never anywhere else. */
import type { Site } from "@istmo/contracts";
import type { IdentityRepository } from "./identity.repository.ts";

export const demoPassword = "istmo-demo-2026";

/** What the sign-in page may offer; `ways` are those that work at the address where it was opened. */
export async function describeSite(
  isDemo: boolean,
  repository: IdentityRepository,
  ways: Pick<Site, "singleSignOn" | "passkeys">,
): Promise<Site> {
  if (!isDemo) return { ...ways, demo: false, demoAccounts: [], demoPassword: null };
  return { ...ways, demo: true, demoAccounts: await repository.demoAccounts(), demoPassword };
}
