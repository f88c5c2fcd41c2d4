/** The sample commitments of the sample consultations, with the steps and the evidence behind them. */
import { randomUUID } from "node:crypto";
import { stateMachines, type CommitmentState } from "@istmo/domain";
import type { PrismaTransaction } from "../client.ts";
import { leadOf, personId } from "./demo-people.ts";
import type { DomainData } from "./domain-files.ts";

type Sample = DomainData["commitments"][number];

/** The steps by which a commitment came to its state. */
const way: Readonly<Record<CommitmentState, readonly string[]>> = {
  proposed: [],
  agreed: ["agree"],
  in_progress: ["agree", "start"],
  evidence_submitted: ["agree", "start", "submit_evidence"],
  kept: ["agree", "start", "submit_evidence", "verify"],
  released: ["agree", "release"],
};
/** Days between two steps. */
const pace = 20;

/** Who speaks for the body; the office where nobody of the demonstration does. */
function speakerOf(data: DomainData, { body }: Sample): string {
  if (body.kind === "centre") return leadOf(data, body.id);
  const speaker = data.accounts.find(({ organisation }) => organisation === body.id);
  return speaker?.id ?? personId("reviewer");
}

export async function seedCommitments(
  tx: PrismaTransaction,
  data: DomainData,
  now: Date,
): Promise<void> {
  const daysOn = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const dayOf = (date: Date) => date.toISOString().slice(0, 10);
  for (const sample of data.commitments) {
    const consultation = data.sampleConsultations.find(({ id }) => id === sample.consultation);
    if (consultation === undefined) throw new Error(`${sample.id} has no consultation.`);
    const { id, title, evidenceWanted, body, state } = sample;
    // Without an action item nothing starts; evidence may be given all the same.
    const steps = ["propose", ...way[state]].filter(
      (step) => step !== "start" || sample.actions.length > 0,
    );
    const begun = -pace * steps.length;
    const dueOn = dayOf(daysOn(sample.dueInDays));
    const speaker = speakerOf(data, sample);
    await tx.commitment.create({
      data: {
        ...{ id, title, evidenceWanted, state, dueOn, dateSlips: sample.dateSlips, sample: true },
        centreId: body.kind === "centre" ? body.id : null,
        organisationId: body.kind === "organisation" ? body.id : null,
        ...{ originConsultationId: consultation.id, seriesId: consultation.series },
        ...{ createdById: personId("reviewer"), version: steps.length },
        ...{ createdAt: daysOn(begun), updatedAt: daysOn(-pace) },
      },
    });
    let from = "";
    for (const [index, step] of steps.entries()) {
      const to = afterStep(from, step);
      await tx.commitmentStep.create({
        data: {
          ...{ id: randomUUID(), commitmentId: id, number: index + 1, step, from, to },
          reason: step === "release" ? "La consulta decidió no continuar (muestra)." : null,
          consultationId: step === "release" ? consultation.id : null,
          ...{ dueBefore: from === "" ? null : dueOn, dueAfter: dueOn },
          byId: ["propose", "verify", "release"].includes(step) ? personId("reviewer") : speaker,
          at: daysOn(begun + pace * index),
        },
      });
      from = to;
    }
    if (steps.includes("submit_evidence"))
      await tx.commitmentEvidence.create({
        data: {
          ...{ id: randomUUID(), commitmentId: id, classification: "unclassified" },
          text: `${evidenceWanted.es} (muestra).`,
          ...{
            givenById: speaker,
            givenAt: daysOn(begun + pace * steps.indexOf("submit_evidence")),
          },
        },
      });
    await tx.actionItem.updateMany({
      where: { id: { in: sample.actions } },
      data: { commitmentId: id },
    });
  }
}

function afterStep(from: string, step: string): string {
  if (from === "") return "proposed";
  const transition = stateMachines.commitment.transitions.find(
    (one) => one.event === step && (one.from as readonly string[]).includes(from),
  );
  if (transition === undefined) throw new Error(`No commitment goes from ${from} by ${step}.`);
  return transition.to;
}
