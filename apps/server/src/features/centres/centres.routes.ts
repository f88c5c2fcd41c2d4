import {
  centre,
  centreDetail,
  consultation,
  glossaryTerm,
  id,
  organisation,
  page,
  programme,
  type Centre,
  type CentreDetail,
  type LocalText,
  type Programme,
} from "@istmo/contracts";
import { isStaff, type Actor } from "@istmo/domain";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { countActionsByCentre } from "../actions/actions.queries.ts";
import { listPeople } from "../identity/identity.queries.ts";
import { countPapersByCentre } from "../papers/papers.queries.ts";
import type { CentresRepository } from "./centres.repository.ts";
import { toGlossaryTerm } from "./glossary-answer.ts";

type CentreRow = Awaited<ReturnType<CentresRepository["list"]>>[number];

/** Centres with the counts of one person's view, and the reference data that all may read. */
export function centresRoutes(api: Api, repository: CentresRepository, clock: Clock): void {
  const { db } = repository;

  async function describe(rows: readonly CentreRow[], actor: Actor): Promise<Centre[]> {
    const now = clock.now();
    const papers = await countPapersByCentre(db, actor, now);
    const actions = await countActionsByCentre(db, actor, now);
    const people = await listPeople(db, now);
    return rows.map((row) => ({
      id: row.id,
      code: row.code,
      slug: row.slug,
      country: row.country,
      name: row.name as LocalText,
      shortName: row.shortName as LocalText,
      theme: row.theme as LocalText,
      description: row.description as LocalText,
      location: { latitude: row.latitude, longitude: row.longitude },
      timeZone: row.timeZone,
      counts: {
        people: people.filter(({ posts }) => posts.some((post) => post.centreId === row.id)).length,
        papers: papers.get(row.id) ?? 0,
        openActions: actions.open.get(row.id) ?? 0,
        overdueActions: actions.overdue.get(row.id) ?? 0,
      },
    }));
  }

  const tag = "Reference";
  const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

  api.route(
    {
      method: "get",
      path: "/centres",
      tag,
      summary: "The centres of excellence, with counts of what I may see",
      answer: page(centre),
    },
    async ({ me }) => whole(await describe(await repository.list(), me.actor)),
  );
  api.route(
    {
      method: "get",
      path: "/centres/:id",
      tag,
      summary: "One centre by id or slug, with its people",
      params: z.object({ id }),
      answer: centreDetail,
    },
    async ({ me, params }): Promise<CentreDetail> => {
      const row = await repository.find(params.id);
      const [described] = row === null ? [] : await describe([row], me.actor);
      if (row === null || described === undefined) throw new AppError("not_found");
      const detail = row.detail as { workstreams?: LocalText[] };
      return {
        ...described,
        workstreams: (detail.workstreams ?? []).map(({ es, en }) => ({ es, en })),
        people: isStaff(me.actor) ? await listPeople(db, clock.now(), row.id) : [],
      };
    },
  );
  api.route(
    {
      method: "get",
      path: "/organisations",
      tag,
      summary: "States and partner organisations",
      answer: page(organisation),
    },
    async () => {
      const rows = await repository.organisations();
      return whole(
        rows.map(({ id: organisationId, kind, country, name, abbreviation, languages }) => ({
          id: organisationId,
          kind,
          country,
          name: pickLanguages(name),
          abbreviation: pickLanguages(abbreviation),
          languages,
        })),
      );
    },
  );
  api.route(
    {
      method: "get",
      path: "/consultations",
      tag,
      summary: "Consultations of the two series, the latest first",
      answer: page(consultation),
    },
    async ({ me }) => {
      if (!isStaff(me.actor)) return whole([]);
      const rows = await repository.consultations();
      return whole(
        rows.map(({ id: consultationId, series, level, state, startsOn, title, sample }) => ({
          id: consultationId,
          series: {
            id: series.id,
            name: pickLanguages(series.name),
            abbreviation: pickLanguages(series.abbreviation),
          },
          level,
          state,
          startsOn,
          title: pickLanguages(title),
          sample,
        })),
      );
    },
  );
  api.route(
    {
      method: "get",
      path: "/programmes",
      tag,
      summary: "Programmes by code, with their outputs",
      answer: page(programme),
    },
    async () => {
      const rows = await repository.programmes();
      return whole(
        rows.map(({ id: programmeId, code, name, sample, detail }) => ({
          id: programmeId,
          code,
          name: pickLanguages(name),
          sample,
          outputs: outputsOf(detail),
        })),
      );
    },
  );
  api.route(
    {
      method: "get",
      path: "/glossary",
      tag,
      summary: "Terms in Spanish and English",
      answer: page(glossaryTerm),
    },
    async () => whole((await repository.glossary()).map(toGlossaryTerm)),
  );
}

/** The outputs of a programme's outcomes, as they were imported. */
function outputsOf(detail: unknown): Programme["outputs"] {
  const { outcomes = [] } = detail as {
    outcomes?: { text: LocalText; outputs?: { id: string; text: LocalText }[] }[];
  };
  return outcomes.flatMap(({ text: outcome, outputs = [] }) =>
    outputs.map(({ id: outputId, text }) => ({
      id: outputId,
      text: pickLanguages(text),
      outcome: pickLanguages(outcome),
    })),
  );
}

/** Spanish and English of a text that may hold more languages. */
function pickLanguages(text: unknown): LocalText {
  const { es, en } = text as LocalText;
  return { es, en };
}
