/** Requests of clearance for other features. */
import type { ClearanceLevel, ClearanceState, DeskRequest } from "@istmo/domain";
import type { PrismaClient } from "@istmo/prisma/client";

/** The requests of these papers that hold, as the desk reads them. */
export async function requestsOnDesk(
  db: PrismaClient,
  paperIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DeskRequest[]>> {
  const rows = await db.clearanceRequest.findMany({
    where: { paperId: { in: [...paperIds] }, state: { not: "lapsed" } },
    select: {
      ...{ paperId: true, organisationId: true, level: true, state: true, isConditional: true },
      limitAt: true,
    },
    orderBy: { organisationId: "asc" },
  });
  const requests = new Map<string, DeskRequest[]>();
  for (const { paperId, ...row } of rows) {
    const request: DeskRequest = {
      ...row,
      level: row.level as ClearanceLevel,
      state: row.state as ClearanceState,
    };
    requests.set(paperId, [...(requests.get(paperId) ?? []), request]);
  }
  return requests;
}
