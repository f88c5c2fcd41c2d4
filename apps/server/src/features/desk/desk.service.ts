/** What the office's desk shows: read off papers, rounds and requests, and kept nowhere. */
import { deskLength, type DeskEntry } from "@istmo/contracts";
import {
  decidesSubmissions,
  deskItem,
  deskStages,
  inDeskOrder,
  type Actor,
  type ClassificationLevel,
  type DeskStage,
} from "@istmo/domain";
import type { PrismaClient } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { requestsOnDesk } from "../clearance/clearance.queries.ts";
import { readablePapers, titleOf } from "../papers/papers.queries.ts";
import { labelsOf, roundsOnDesk } from "../reviews/reviews.queries.ts";

export class DeskService {
  readonly #db: PrismaClient;
  readonly #clock: Clock;

  constructor(db: PrismaClient, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Refusals: `not_allowed` outside the office. */
  async of(actor: Actor): Promise<DeskEntry[]> {
    if (!decidesSubmissions(actor)) throw new AppError("not_allowed");
    const db = this.#db;
    const now = this.#clock.now();
    const papers = await db.paper.findMany({
      where: { AND: [readablePapers(actor, now), { stage: { in: [...deskStages] } }] },
      include: {
        editions: { select: { language: true, title: true } },
        centres: { select: { centreId: true }, orderBy: { centreId: "asc" } },
      },
      orderBy: { updatedAt: "asc" },
      take: deskLength,
    });
    const ids = papers.map(({ id }) => id);
    const rounds = await roundsOnDesk(db, ids);
    const requests = await requestsOnDesk(db, ids);
    const items = inDeskOrder(
      papers.map((paper) => {
        const facts = {
          stage: paper.stage as DeskStage,
          rounds: rounds.get(paper.id) ?? [],
          requests: requests.get(paper.id) ?? [],
        };
        return { ...deskItem(facts, now), paper, facts, since: paper.updatedAt };
      }),
    );
    const labels = await labelsOf(
      db,
      items.flatMap(({ waitingFor }) => waitingFor),
    );
    return items.map(({ paper, facts, waitingFor, due, since, roundId, ...item }) => ({
      paperId: paper.id,
      title: titleOf(paper.editions),
      classification: paper.classification as ClassificationLevel,
      stage: facts.stage,
      leadCentreId: paper.leadCentreId,
      centreIds: paper.centres.map(({ centreId }) => centreId),
      sample: paper.sample,
      kind: item.kind,
      waitingFor: waitingFor.map((subject) => ({
        subject,
        label: labels.get(subject) ?? { es: subject, en: subject },
      })),
      due: due?.toISOString() ?? null,
      isLate: item.isLate,
      since: since.toISOString(),
      roundId,
      roundNumber: facts.rounds.find(({ id }) => id === roundId)?.number ?? null,
      count: item.count,
    }));
  }
}
