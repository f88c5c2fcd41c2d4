/** From the text's spans, the bindings and the posts to the answer of authorship. */
import type { Authorship, PersonRef, TextAuthor } from "@istmo/contracts";
import { authorshipOf, type Deletions } from "@istmo/sync";
import type { XmlFragment } from "yjs";
import { bodyAt, noBody, type DatedPost } from "../identity/identity.queries.ts";

/** Whose a clientID is, since when. A page has a new one each time it is opened. */
export interface TextClient {
  readonly clientId: number;
  readonly personId: string;
  readonly since: Date;
}

export interface AuthorshipSources {
  readonly editionId: string;
  readonly body: XmlFragment;
  readonly clients: readonly TextClient[];
  readonly posts: readonly DatedPost[];
  /** Of the people; whoever is not among them (the template, the server itself) is nobody. */
  readonly names: ReadonlyMap<string, PersonRef>;
  readonly deletions: Deletions;
}

/** Adds the figures of equal keys; most first. */
function sumBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  figureOf: (item: Item) => number,
): [Key, number][] {
  const sums = new Map<Key, number>();
  for (const item of items) {
    const key = keyOf(item);
    sums.set(key, (sums.get(key) ?? 0) + figureOf(item));
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** Finds or makes the author of each clientID: one for a person and a body. */
function authorFinder({ clients, posts, names }: AuthorshipSources) {
  const clientOf = new Map(clients.map((it) => [it.clientId, it]));
  const postsOf = (personId: string) => posts.filter((post) => post.personId === personId);
  const made = new Map<string, TextAuthor>();
  return (clientId: number): TextAuthor => {
    const client = clientOf.get(clientId);
    const person = client === undefined ? undefined : names.get(client.personId);
    const body =
      client === undefined || person === undefined
        ? noBody
        : bodyAt(postsOf(person.id), client.since);
    const key = JSON.stringify([person?.id, body]);
    const author = made.get(key) ?? { person: person ?? null, ...body, characters: 0 };
    made.set(key, author);
    return author;
  };
}

/** See the head of this file. */
export function toAuthorship(sources: AuthorshipSources): Authorship {
  const { editionId, body, names } = sources;
  const blocks = authorshipOf(body, authorFinder(sources));
  const spans = blocks.flatMap((block) => block.spans);
  const written = sumBy(
    spans,
    ({ author }) => author,
    ({ from, to }) => to - from,
  );
  const authors = written.map(([author, characters]) => ({ ...author, characters }));
  const placeOf = new Map(written.map(([author], place) => [author, place]));
  const byPeople = authors.flatMap((it) =>
    it.person === null ? [] : [{ ...it, person: it.person }],
  );
  const characters = ({ characters }: { characters: number }) => characters;
  const all = authors.reduce((sum, it) => sum + it.characters, 0);

  return {
    editionId,
    authors,
    blocks: blocks.map((block) => ({
      blockId: block.blockId,
      spans: block.spans.map(({ from, to, author }) => ({
        ...{ from, to },
        author: placeOf.get(author) ?? 0,
      })),
    })),
    totals: {
      characters: all,
      ofNobody: all - byPeople.reduce((sum, it) => sum + it.characters, 0),
      people: peopleTotals(byPeople, sources.deletions, names),
      centres: sumBy(byPeople, ({ centreId }) => centreId, characters).map(([centreId, sum]) => ({
        centreId,
        characters: sum,
      })),
      organisations: sumBy(byPeople, ({ organisationId }) => organisationId, characters).map(
        ([organisationId, sum]) => ({ organisationId, characters: sum }),
      ),
    },
  };
}

/** Who wrote or took out something; who only took out is there too. */
function peopleTotals(
  authors: readonly { readonly person: PersonRef; readonly characters: number }[],
  deletions: Deletions,
  names: ReadonlyMap<string, PersonRef>,
): Authorship["totals"]["people"] {
  const written = new Map(
    sumBy(
      authors,
      ({ person }) => person.id,
      (it) => it.characters,
    ),
  );
  const removed = new Map(
    [...deletions].map(([personId, ranges]) => [
      personId,
      ranges.reduce((sum, { length }) => sum + length, 0),
    ]),
  );
  return [...new Set([...written.keys(), ...removed.keys()])].flatMap((personId) => {
    const person = names.get(personId);
    const characters = written.get(personId) ?? 0;
    return person ? [{ person, characters, removed: removed.get(personId) ?? 0 }] : [];
  });
}
