/** Builds an action item for tests, showing only what matters there. */
import type { ActionItem, ActionStepName } from "@istmo/contracts";

type Over = Partial<Omit<ActionItem, "abilities">> & {
  readonly steps?: readonly ActionStepName[];
  readonly canEdit?: boolean;
};

export function anActionItem({ steps = [], canEdit = true, ...over }: Over = {}): ActionItem {
  return {
    id: "act-1",
    title: { es: "Redactar el protocolo", en: "Draft the protocol" },
    description: null,
    centreId: "centre-pa",
    organisationId: null,
    output: null,
    owner: { id: "expert1.pa", name: "Ana Quintero" },
    helpers: [],
    state: "open",
    priority: "normal",
    startOn: null,
    dueOn: null,
    isOverdue: false,
    dateSlips: 0,
    blockedReason: null,
    unblocker: null,
    progress: { done: 0, total: 0 },
    waitsForOpen: 0,
    waitsForIds: [],
    isWatching: false,
    evidence: null,
    comments: 0,
    recurs: false,
    verifier: null,
    origin: { kind: "manual", paperId: null, blockId: null, inText: "none" },
    rank: "a0",
    sample: false,
    version: 1,
    updatedAt: "2026-11-24T12:00:00Z",
    abilities: { edit: canEdit, work: canEdit, assignAcross: false, steps: [...steps] },
    ...over,
  };
}
