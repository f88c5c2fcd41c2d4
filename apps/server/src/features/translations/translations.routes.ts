import {
  id,
  markSection,
  mendTranslation,
  paper,
  sectionChangesAnswer,
  startTranslation,
  translation,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { TranslationsService } from "./translations.service.ts";

const tag = "Translations";
const ofEdition = z.object({ id });
const ofSection = z.object({ id, sectionId: id });

export function translationsRoutes(api: Api, service: TranslationsService): void {
  api.route(
    {
      method: "post",
      path: "/papers/:id/editions",
      tag,
      summary: "Start a translation by copying the original's structure",
      params: ofEdition,
      body: startTranslation,
      answer: paper,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      service.start(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/editions/:id/translation",
      tag,
      summary: "Where each section of a translation stands against the original",
      params: ofEdition,
      answer: translation,
    },
    ({ me, params: { id: editionId } }) => service.of(me.actor, editionId),
  );
  api.route(
    {
      method: "get",
      path: "/editions/:id/translation/sections/:sectionId/changes",
      tag,
      summary: "What has changed in the original's section since it was translated",
      params: ofSection,
      answer: sectionChangesAnswer,
    },
    ({ me, params: { id: editionId, sectionId } }) =>
      service.changes(me.actor, { editionId, sectionId }),
  );
  for (const [end, how, summary] of [
    ["translated", "translated", "Say that a section renders the original as it stands"],
    [
      "unchanged-meaning",
      "unchanged_meaning",
      "Say that what has changed in the original does not change its meaning",
    ],
  ] as const)
    api.route(
      {
        method: "post",
        path: `/editions/:id/translation/sections/:sectionId/${end}`,
        tag,
        summary,
        params: ofSection,
        body: markSection,
        answer: translation,
      },
      ({ me, command, params: { id: editionId, sectionId }, body }) =>
        service.mark(me.actor, command, { editionId, sectionId, how, ...body }),
    );
  api.route(
    {
      method: "post",
      path: "/editions/:id/translation/mend",
      tag,
      summary: "Add the blocks that a translation lacks, empty, at their place",
      params: ofEdition,
      body: mendTranslation,
      answer: translation,
    },
    ({ me, params: { id: editionId }, body }) => service.mend(me.actor, { editionId, ...body }),
  );
}
