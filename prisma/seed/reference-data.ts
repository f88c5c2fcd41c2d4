/** Writes what every installation begins with: centres, organisations, series, terms, templates. */
import type { Prisma, PrismaClient } from "../client.ts";
import type { DomainData } from "./domain-files.ts";

const json = (value: unknown) => value as Prisma.InputJsonObject;

/** Adds what is missing and leaves what the office has changed since. Safe to run on every start. */
export async function seedReferenceData(client: PrismaClient, data: DomainData): Promise<void> {
  const skipDuplicates = true;
  await client.$transaction(
    async (tx) => {
      await tx.centre.createMany({
        skipDuplicates,
        data: data.centres.map((centre) => ({
          id: centre.id,
          code: centre.code,
          slug: centre.slug,
          country: centre.country,
          latitude: centre.location.lat,
          longitude: centre.location.lon,
          timeZone: centre.timeZone,
          name: centre.name,
          shortName: centre.shortName,
          theme: centre.theme,
          description: centre.description,
          detail: json(centre),
        })),
      });
      await tx.organisation.createMany({
        skipDuplicates,
        data: data.organisations.map((organisation) => ({
          id: organisation.id,
          kind: organisation.kind,
          country: organisation.country ?? null,
          name: organisation.name,
          abbreviation: organisation.abbreviation,
          languages: organisation.languages,
          detail: json(organisation),
          isActive: organisation.default,
        })),
      });
      await tx.membership.createMany({
        skipDuplicates,
        data: data.memberships.map(({ member, of, role, from, to }) => ({
          id: `${member}@${of}${from === null ? "" : `@${from}`}`,
          memberId: member,
          bodyId: of,
          status: role,
          from,
          to,
        })),
      });
      await tx.consultationSeries.createMany({
        skipDuplicates,
        data: data.series.map((series) => ({
          id: series.id,
          slug: series.slug,
          name: series.name,
          abbreviation: series.abbreviation,
          detail: json(series),
        })),
      });
      await tx.glossaryTerm.createMany({
        skipDuplicates,
        data: data.glossary.terms.map((term) => ({
          id: term.id,
          domain: term.domain,
          es: term.es,
          en: term.en,
          detail: json(term),
        })),
      });
      await tx.template.createMany({
        skipDuplicates,
        data: data.templates.map((template) => ({
          id: template.id,
          kind: template.kind,
          name: template.name,
          detail: json(template),
        })),
      });
    },
    // A slow machine may need more than the five seconds that are usual.
    { timeout: 60_000, maxWait: 20_000 },
  );
}
