/** Rows of a paper as the API answers them to one person. */
import {
  languages,
  type Edition,
  type LocalText,
  type Paper,
  type PaperSummary,
  type PersonRef,
  type Submission,
  type Template,
} from "@istmo/contracts";
import {
  can,
  canReadPaper,
  classificationsFor,
  decideExport,
  decidesSubmissions,
  managesRounds,
  editionRoleFor,
  isStaff,
  mayAssignSections,
  maySharePaper,
  mayStartTranslation,
  maySubmit,
  suggestOnlySections,
  suggestionDecisions,
  type OthersMay,
  type PaperFacts,
  type Actor,
  type PaperStage,
} from "@istmo/domain";
import { sectionBlockId } from "@istmo/paper-schema";
import type { NewAuditEntry } from "../../platform/audit-log.ts";
import { ownedSections, titleOf, toFacts } from "./papers.queries.ts";
import type { PaperRow, PaperSummaryRow } from "./papers.repository.ts";

/** A template as the seed's file holds it. */
export interface TemplateDetail {
  kind: string;
  lifecycle: string;
  purpose: LocalText;
  wordLimit?: number;
  defaultClassification: Template["defaultClassification"];
  sections: {
    id: string;
    heading: LocalText;
    guidance: LocalText;
    required: boolean;
    usualOwner?: string;
    starterBlocks?: {
      type: string;
      columns: Readonly<Record<string, string>>[];
      emptyRows: number;
    }[];
  }[];
}

export function toTemplate(row: {
  id: string;
  kind: string;
  name: unknown;
  detail: unknown;
}): Template {
  const detail = row.detail as TemplateDetail;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name as LocalText,
    purpose: detail.purpose,
    sections: detail.sections.map(({ id, heading, guidance, required }) => ({
      id,
      heading,
      guidance,
      required,
    })),
    defaultClassification: detail.defaultClassification,
    wordLimit: detail.wordLimit ?? null,
  };
}

/** What is known of a paper besides its row. */
export interface SummaryFacts {
  readonly lastEdits: ReadonlyMap<string, Date>;
  readonly translations: ReadonlyMap<string, PaperSummary["translations"]>;
}

export function toSummary(
  row: PaperSummaryRow,
  { lastEdits, translations }: SummaryFacts,
): PaperSummary {
  const times = row.editions.map(({ id }) => lastEdits.get(id)?.getTime() ?? 0);
  return {
    id: row.id,
    title: titleOf(row.editions),
    templateId: row.templateId,
    templateName: row.template.name as LocalText,
    stage: row.stage as PaperStage,
    classification: row.classification as PaperSummary["classification"],
    leadCentreId: row.leadCentreId,
    centreIds: row.centres.map(({ centreId }) => centreId),
    symbol: row.symbol,
    sample: row.sample,
    translations: translations.get(row.id) ?? [],
    version: row.version,
    updatedAt: new Date(Math.max(row.updatedAt.getTime(), ...times)).toISOString(),
  };
}

export function toEditions(row: PaperRow, actor: Actor): Edition[] {
  const owners = row.sections.map(({ ownerId }) => ownerId);
  const role = editionRoleFor(actor, toFacts(row), owners);
  if (role === null) return [];
  const { elsewhere, sections } = suggestionDecisions(actor, role, {
    paper: toFacts(row),
    sections: ownedSections(row),
  });
  const decides = { elsewhere, sections: [...sections] };
  return row.editions.map(({ id, language, title }) => ({
    id,
    paperId: row.id,
    language: language as Edition["language"],
    title,
    role,
    sections: suggestOnlySections(actor, role, ownedSections(row)).map((sectionId) => ({
      sectionId,
      role: "suggester" as const,
    })),
    decides,
  }));
}

function toSubmission(
  row: PaperRow["submissions"][number],
  names: ReadonlyMap<string, PersonRef>,
): Submission {
  const nameOf = (id: string) => names.get(id) ?? { id, name: id };
  return {
    id: row.id,
    paperId: row.paperId,
    versionNumber: row.version.number,
    editions: row.version.editions.map(({ edition, sha256 }) => ({
      language: edition.language as Edition["language"],
      sha256,
    })),
    submittedBy: nameOf(row.submittedById),
    submittedAt: row.submittedAt.toISOString(),
    message: row.message,
    decision: row.decision as Submission["decision"],
    decidedBy: row.decidedById === null ? null : nameOf(row.decidedById),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.note,
  };
}

/** The whole paper; for somebody who may only know that it exists, without texts and notes. */
export function toPaper(
  row: PaperRow,
  actor: Actor,
  facts: SummaryFacts & { readonly names: ReadonlyMap<string, PersonRef> },
): Paper {
  const paper = toFacts(row);
  const isReadable = canReadPaper(actor, paper);
  const detail = row.template.detail as unknown as TemplateDetail;
  return {
    ...toSummary(row, facts),
    originalLanguage: row.originalLanguage as Edition["language"],
    editions: toEditions(row, actor),
    sections: row.sections.map((section) => {
      const { sectionId, templateSection, ownerId, othersMay, required, version } = section;
      const fromTemplate = detail.sections.find(
        ({ id }) => id === templateSection || sectionBlockId(id) === sectionId,
      );
      return {
        sectionId,
        heading: fromTemplate?.heading ?? null,
        guidance: fromTemplate?.guidance ?? null,
        required,
        ownerId,
        othersMay: othersMay as OthersMay,
        version,
      };
    }),
    submissions: isReadable ? row.submissions.map((it) => toSubmission(it, facts.names)) : [],
    wordLimit: detail.wordLimit ?? null,
    abilities: {
      submit: paper.stage === "draft" && maySubmit(actor, paper),
      decide: isReadable && paper.stage === "submitted" && decidesSubmissions(actor),
      openRound: isReadable && paper.stage === "in_expert_review" && managesRounds(actor, paper),
      createAction:
        isReadable && isStaff(actor) && can(actor, "action.create", { centreIds: paper.centreIds }),
      share: maySharePaper(actor, paper),
      assignSections: mayAssignSections(actor, paper),
      translateInto: mayStartTranslation(actor, paper)
        ? languages.filter((language) => row.editions.every((it) => it.language !== language))
        : [],
      classifyTo: classificationsFor(actor, paper),
      export: exportAbility(actor, paper),
    },
  };
}

/** How an audit entry names a paper; the log shows the label to those who may read it. */
export function auditedPaper(
  row: Pick<PaperSummaryRow, "id" | "originalLanguage" | "editions">,
): Required<Pick<NewAuditEntry, "subject" | "paperId">> {
  const { id, editions, originalLanguage } = row;
  const label = editions.find(({ language }) => language === originalLanguage)?.title;
  return {
    subject: { kind: "paper", id, ...(label === undefined ? {} : { label }) },
    paperId: id,
  };
}

function exportAbility(actor: Actor, paper: PaperFacts): Paper["abilities"]["export"] {
  const decision = decideExport(paper, actor, {});
  if (decision.accepted) return "yes";
  return decision.code === "reason_required" ? "with_reason" : "no";
}
