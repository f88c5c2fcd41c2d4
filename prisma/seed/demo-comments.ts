/**
 * The demonstration's comments, in both tiers: what organisations submitted in round 1, with what
 * was answered, and what people said among themselves.
 */
import { postKey, regionalOfficeId } from "@istmo/domain";
import type { PrismaTransaction } from "../client.ts";
import { leadOf, personId } from "./demo-people.ts";
import { asText, type DomainData } from "./domain-files.ts";

type Language = "es" | "en";
type Submitted = DomainData["comments"][number];

/** Who writes a message, by which post, and what. */
interface Said {
  readonly authorId: string;
  readonly body: string;
}
interface SampleThread {
  readonly id: string;
  readonly circle: string;
  readonly onBehalfOf: string | null;
  readonly block: string | null;
  readonly language: Language;
  readonly isResolved: boolean;
  readonly submittedAsId: string | null;
  readonly said: readonly Said[];
}

const hour = 3_600_000;
/** Characters of a quote, as the API bounds it. */
const quoteLength = 500;
const mention = /@\{((?:person|centre|organisation):[\w.-]+)\}/g;

const proposal = { es: "Propuesta", en: "Proposal" };
const dispositions: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  accepted: { es: "Aceptado.", en: "Accepted." },
  partially_accepted: { es: "Aceptado en parte.", en: "Accepted in part." },
  not_accepted: { es: "No aceptado.", en: "Not accepted." },
  noted: { es: "Tomado en cuenta.", en: "Noted." },
};

/** Written once, with the rest of the demonstration. */
export async function seedComments(
  tx: PrismaTransaction,
  data: DomainData,
  now: Date,
): Promise<void> {
  const { paper: paperId } = data.internalComments;
  await tx.paperShare.createMany({
    // Those of the paper's organisations that have somebody in the demonstration.
    data: data.accounts.flatMap(({ role, organisation }) =>
      role === "focal_point" && organisation !== null
        ? [
            {
              ...{ id: `${paperId}-${organisation}`, paperId, level: "commenter" },
              subject: `organisation:${organisation}`,
              createdById: personId("reviewer"),
            },
          ]
        : [],
    ),
  });
  const threads = [
    ...data.comments.map((comment) => submittedThread(data, comment)),
    ...data.internalComments.threads.map(internalThread),
  ];
  const posts = postsOf(data);
  // Spread over the days before, an hour between a message and its answer.
  const openedAt = (index: number) => now.getTime() - (threads.length - index) * 5 * hour;
  await tx.commentThread.createMany({
    data: threads.map((thread, index) => ({
      id: thread.id,
      paperId,
      editionId: thread.block === null ? null : `${paperId}-${thread.language}`,
      circle: thread.circle,
      onBehalfOf: thread.onBehalfOf,
      target: thread.block === null ? "paper" : "block",
      blockId: thread.block,
      quote: quoteOf(data, paperId, thread),
      submittedAsId: thread.submittedAsId,
      createdById: thread.said[0]?.authorId ?? "",
      createdAt: new Date(openedAt(index)),
      ...(thread.isResolved
        ? {
            state: "resolved",
            resolvedById: thread.said.at(-1)?.authorId ?? null,
            resolvedAt: new Date(openedAt(index) + thread.said.length * hour),
          }
        : {}),
      sample: true,
    })),
  });
  await tx.commentMessage.createMany({
    data: threads.flatMap(({ id, said }, index) =>
      said.map(({ authorId, body }, at) => ({
        id: `${id}-${at + 1}`,
        threadId: id,
        authorId,
        authorPost: posts.get(authorId) ?? null,
        body,
        mentions: [...body.matchAll(mention)].map(([, subject = ""]) => subject),
        createdAt: new Date(openedAt(index) + at * hour),
      })),
    ),
  });
}

const threadId = (commentId: string) => `comment-${commentId}`;

function postsOf({ accounts }: DomainData): Map<string, string> {
  return new Map(
    accounts.map(({ id, role, centre, organisation }) => [
      id,
      postKey({ role, centreId: centre, organisationId: organisation }),
    ]),
  );
}

/** What an organisation submitted: by its focal point, or entered by the office where it has none. */
function submittedThread(data: DomainData, comment: Submitted): SampleThread {
  const { id, organisation, block, writtenIn: language, disposition } = comment;
  const focal = data.accounts.find((account) => account.organisation === organisation);
  const proposed =
    comment.proposal === null ? "" : `\n\n${proposal[language]}: ${comment.proposal[language]}`;
  const answer = [dispositions[disposition ?? ""]?.[language], comment.response?.[language]];
  const answered = answer.filter((part) => part !== undefined).join(" ");
  return {
    id: threadId(id),
    circle: "paper",
    onBehalfOf: `organisation:${organisation}`,
    block,
    language,
    isResolved: disposition === "accepted" || disposition === "noted",
    submittedAsId: null,
    said: [
      {
        authorId: focal?.id ?? personId("reviewer"),
        body: `${comment.comment[language]}${proposed}`,
      },
      ...(answered === "" ? [] : [{ authorId: answererOf(data, comment), body: answered }]),
    ],
  };
}

const answererOf = (data: DomainData, { responsible }: Submitted): string =>
  responsible === regionalOfficeId ? personId("reviewer") : leadOf(data, responsible);

function internalThread(thread: DomainData["internalComments"]["threads"][number]): SampleThread {
  const { id, circle, block, edition, submittedAs } = thread;
  return {
    ...{ id: threadId(id), circle, onBehalfOf: null, block, language: edition },
    isResolved: false,
    submittedAsId: submittedAs === undefined ? null : threadId(submittedAs),
    said: thread.messages.map(({ account, body }) => ({ authorId: personId(account), body })),
  };
}

/** The words of the block, in the language that the comment is about. */
function quoteOf(
  { papers }: DomainData,
  paperId: string,
  { block, language }: SampleThread,
): string {
  const sample = papers.find(({ es }) => es.meta.paperId === paperId)?.[language];
  const found = sample && asText(sample).blocks.find(({ id }) => id === block);
  if (found === undefined) return "";
  const inline = found.content ?? found.items?.flatMap(({ content }) => content) ?? [];
  const words = found.text ?? inline.map(({ text = "" }) => text).join(" ");
  return [...words.replace(/\s+/g, " ").trim()].slice(0, quoteLength).join("");
}
