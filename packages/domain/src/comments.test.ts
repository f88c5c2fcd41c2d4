import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classificationLevels,
  regionalOfficeId,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import {
  bodyOfPost,
  canSeeComments,
  circlesOf,
  commentAbilities,
  decideAssignment,
  decidePosition,
  decideReply,
  decideSettlement,
  mayEditMessage,
  mayNameBody,
  mayOpenComment,
  paperCircle,
  speakingPost,
  type CommentFacts,
} from "./comments.ts";
import { boundTo } from "./people.ts";
import { canReadPaper, editionRoleFor, editionRoles, type PaperFacts } from "./paper.ts";
import { roles, type Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (
  role: Role,
  over: { centreId?: string; organisationId?: string; clearedTo?: ClassificationLevel } = {},
): Actor => ({
  id: `${role}-${over.centreId ?? over.organisationId ?? "office"}`,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: over.organisationId ?? null }],
  clearedTo: over.clearedTo ?? "confidential",
});
const aPaper = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage: "draft",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "unclassified",
  shares: [{ subject: "organisation:org-sica", level: "reader" }],
  ...over,
});
const aThread = (over: Partial<CommentFacts> = {}): CommentFacts => ({
  circle: paperCircle,
  onBehalfOf: null,
  state: "open",
  createdById: "somebody",
  actionId: null,
  submittedAsId: null,
  ...over,
});
const lead = aPerson("centre_lead", { centreId: "centre-pa" });
const expert = aPerson("expert", { centreId: "centre-gt" });
const stranger = aPerson("expert", { centreId: "centre-ni" });
const reviewer = aPerson("office_reviewer");
const head = aPerson("head", { clearedTo: "strictly_confidential" });
const admin = aPerson("admin", { clearedTo: "strictly_confidential" });
const focal = aPerson("focal_point", { organisationId: "org-sica" });
const counterpart = aPerson("policy_counterpart", { organisationId: "org-sica" });
const observer = aPerson("observer", { organisationId: "org-sica" });

const onPaper = (actor: Actor, paper = aPaper()) => ({
  paper,
  role: editionRoleFor(actor, paper, paper.centreIds),
});
const sica = "organisation:org-sica";
const office = `organisation:${regionalOfficeId}`;

describe("the circles of a person", () => {
  it("are those of their posts: the office is one, and administrators and observers have none", () => {
    expect(circlesOf(expert)).toEqual(["centre:centre-gt"]);
    expect(circlesOf(focal)).toEqual([sica]);
    expect(circlesOf(counterpart)).toEqual([sica]);
    expect(circlesOf(head)).toEqual([office]);
    expect(circlesOf(reviewer)).toEqual([office]);
    expect(circlesOf(admin)).toEqual([]);
    expect(circlesOf(observer)).toEqual([]);
    expect(circlesOf({ posts: [...expert.posts, ...head.posts, ...expert.posts] })).toEqual([
      "centre:centre-gt",
      office,
    ]);
  });

  it("end with the post", () => {
    expect(canSeeComments(focal, aPaper(), sica)).toBe(true);
    expect(canSeeComments({ ...focal, posts: [] }, aPaper(), sica)).toBe(false);
  });
});

describe("a comment within a circle", () => {
  it("is seen by that circle alone, and not by the head of office or an administrator", () => {
    const paper = aPaper();
    for (const outsider of [lead, reviewer, head, admin, observer, focal])
      expect(canSeeComments(outsider, paper, "centre:centre-gt")).toBe(false);
    for (const outsider of [lead, expert, reviewer, head, admin, observer])
      expect(canSeeComments(outsider, paper, sica)).toBe(false);
    expect(canSeeComments(expert, paper, "centre:centre-gt")).toBe(true);
    expect(canSeeComments(reviewer, paper, office)).toBe(true);
  });

  it("is opened by people of an organisation on whatever they may read, and by a centre's people who may comment", () => {
    expect(mayOpenComment(focal, onPaper(focal), sica)).toBe(true);
    expect(mayOpenComment(focal, onPaper(focal), paperCircle)).toBe(false);
    expect(mayOpenComment(expert, onPaper(expert), "centre:centre-gt")).toBe(true);
    const issued = aPaper({ stage: "issued" });
    expect(mayOpenComment(expert, onPaper(expert, issued), "centre:centre-gt")).toBe(false);
    expect(mayOpenComment(focal, onPaper(focal, issued), sica)).toBe(true);
    const unshared = aPaper({ shares: [] });
    expect(mayOpenComment(focal, onPaper(focal, unshared), sica)).toBe(false);
  });
});

describe("a comment on the paper", () => {
  it("asks for the right to comment, which a share may give", () => {
    expect(mayOpenComment(expert, onPaper(expert), paperCircle)).toBe(true);
    expect(mayOpenComment(stranger, onPaper(stranger), paperCircle)).toBe(false);
    const shared = aPaper({ shares: [{ subject: sica, level: "commenter" }] });
    expect(mayOpenComment(focal, onPaper(focal, shared), paperCircle)).toBe(true);
  });

  it("is resolved and opened again by the paper's editors and by who opened it", () => {
    const shared = aPaper({ shares: [{ subject: sica, level: "commenter" }] });
    const by = (actor: Actor, thread: CommentFacts, to: "open" | "resolved" = "resolved") =>
      decideSettlement(actor, onPaper(actor, shared), { thread, to });
    expect(by(lead, aThread())).toMatchObject({ accepted: true });
    expect(by(focal, aThread())).toMatchObject({ code: "not_allowed" });
    expect(by(focal, aThread({ createdById: focal.id }))).toMatchObject({ accepted: true });
    expect(by(lead, aThread({ state: "resolved" }))).toMatchObject({ code: "comment_is_resolved" });
    expect(by(lead, aThread({ state: "resolved" }), "open")).toMatchObject({ accepted: true });
    expect(by(lead, aThread(), "open")).toMatchObject({ code: "comment_is_open" });
  });

  it("takes no answer while it is resolved", () => {
    const resolved = aThread({ state: "resolved" });
    expect(decideReply(expert, onPaper(expert), resolved)).toMatchObject({
      code: "comment_is_resolved",
    });
    expect(decideReply(stranger, onPaper(stranger), resolved)).toMatchObject({
      code: "not_allowed",
    });
  });

  it("is mended by who wrote it, and by nobody else", () => {
    const thread = aThread();
    expect(mayEditMessage(expert, onPaper(expert), { authorId: expert.id, thread })).toBe(true);
    expect(mayEditMessage(lead, onPaper(lead), { authorId: expert.id, thread })).toBe(false);
    const closed = aPaper({ stage: "issued" });
    expect(mayEditMessage(expert, onPaper(expert, closed), { authorId: expert.id, thread })).toBe(
      false,
    );
  });

  it("becomes an action item once, by those who make items somewhere", () => {
    expect(decideAssignment(lead, onPaper(lead), aThread())).toMatchObject({ accepted: true });
    expect(decideAssignment(lead, onPaper(lead), aThread({ actionId: "a" }))).toMatchObject({
      code: "already_assigned",
    });
    const shared = aPaper({ shares: [{ subject: sica, level: "commenter" }] });
    expect(decideAssignment(focal, onPaper(focal, shared), aThread())).toMatchObject({
      code: "not_allowed",
    });
  });
});

describe("an organisation's position", () => {
  const within = aThread({ circle: sica });

  it("is made by its focal point out of what was said within, and by nobody else", () => {
    const paper = aPaper();
    expect(decidePosition(focal, paper, [within, within])).toEqual({
      accepted: true,
      event: { onBehalfOf: sica },
    });
    for (const other of [counterpart, observer, expert, lead, head, reviewer, admin])
      expect(decidePosition(other, paper, [within])).toMatchObject({ code: "not_allowed" });
    expect(decidePosition(head, paper, [aThread({ circle: office })])).toMatchObject({
      accepted: true,
    });
  });

  it("takes comments of one organisation, each once, and none of a centre or of the paper", () => {
    const paper = aPaper();
    for (const mixed of [[within, aThread()], [aThread({ circle: "centre:centre-gt" })]])
      expect(decidePosition(focal, paper, mixed)).toMatchObject({
        code: "not_of_one_organisation",
      });
    expect(
      decidePosition(focal, paper, [within, { ...within, submittedAsId: "position" }]),
    ).toMatchObject({ code: "already_submitted" });
    expect(decidePosition(focal, paper, [])).toMatchObject({ code: "not_allowed" });
  });

  it("is answered for by the focal point, who may be a reader of the text", () => {
    const position = aThread({ onBehalfOf: sica });
    expect(commentAbilities(focal, onPaper(focal), position)).toEqual({
      reply: true,
      resolve: true,
      reopen: false,
      assign: false,
      submit: false,
    });
    expect(decideReply(counterpart, onPaper(counterpart), position)).toMatchObject({
      code: "not_allowed",
    });
  });
});

describe("whom a comment names and by which post it speaks", () => {
  it("names the centres and organisations that read the paper, and within a circle only itself", () => {
    const paper = aPaper({
      shares: [
        { subject: sica, level: "reader" },
        { subject: "post:focal_point@org-oas", level: "reader" },
      ],
    });
    const named = (circle: string) =>
      [
        "centre:centre-gt",
        "centre:centre-ni",
        sica,
        "organisation:org-oas",
        "organisation:org-eu",
        office,
      ].filter((subject) => mayNameBody(paper, circle, subject));
    expect(named(paperCircle)).toEqual(["centre:centre-gt", sica, "organisation:org-oas", office]);
    expect(named(sica)).toEqual([sica]);
  });

  it("speaks by the post of the circle, or by that of the paper's centre", () => {
    const both: Actor = { ...focal, posts: [...stranger.posts, ...focal.posts, ...expert.posts] };
    expect(speakingPost(both, aPaper(), sica)).toBe("focal_point@org-sica");
    expect(speakingPost(both, aPaper(), paperCircle)).toBe("expert@centre-gt");
    expect(speakingPost(focal, aPaper(), paperCircle)).toBe("focal_point@org-sica");
    expect(speakingPost({ ...focal, posts: [] }, aPaper(), paperCircle)).toBeNull();
  });

  it("tells the centre or organisation of a post, the office being an organisation", () => {
    expect(bodyOfPost("expert@centre-gt")).toEqual({
      centreId: "centre-gt",
      organisationId: null,
    });
    expect(bodyOfPost("focal_point@org-sica").organisationId).toBe("org-sica");
    expect(bodyOfPost("head@office").organisationId).toBe(regionalOfficeId);
    for (const none of [null, "admin@office", "odd"])
      expect(bodyOfPost(none)).toEqual({ centreId: null, organisationId: null });
  });
});

describe("whoever asks, on whatever paper", () => {
  const places = ["centre-pa", "centre-gt", "centre-ni"];
  const bodies = ["org-sica", "org-oas"];
  const aPost: fc.Arbitrary<HeldPost> = fc
    .record({
      role: fc.constantFrom(...roles),
      centre: fc.constantFrom(...places),
      body: fc.constantFrom(...bodies),
    })
    .map(({ role, centre, body }) => ({
      role,
      centreId: boundTo[role] === "centre" ? centre : null,
      organisationId: boundTo[role] === "organisation" ? body : null,
    }));
  const anActor: fc.Arbitrary<Actor> = fc.record({
    id: fc.constantFrom("ana", "eva"),
    posts: fc.array(aPost, { maxLength: 3 }),
    clearedTo: fc.constantFrom(...classificationLevels),
  });
  const aCircle = fc.constantFrom(
    paperCircle,
    office,
    ...places.map((id) => `centre:${id}`),
    ...bodies.map((id) => `organisation:${id}`),
  );
  const anyPaper: fc.Arbitrary<PaperFacts> = fc.record({
    id: fc.constant("paper"),
    stage: fc.constantFrom(...stateMachines.paper.states),
    leadCentreId: fc.constant("centre-pa"),
    centreIds: fc.subarray(places, { minLength: 1 }),
    classification: fc.constantFrom(...classificationLevels),
    shares: fc.array(
      fc.record({
        subject: fc.constantFrom("person:ana", ...bodies.map((id) => `organisation:${id}`)),
        level: fc.constantFrom(...editionRoles),
      }),
      { maxLength: 2 },
    ),
  });
  const anyThread: fc.Arbitrary<CommentFacts> = fc.record({
    circle: aCircle,
    onBehalfOf: fc.constantFrom(null, sica, office),
    state: fc.constantFrom("open", "resolved"),
    createdById: fc.constantFrom("ana", "eva"),
    actionId: fc.constantFrom(null, "action"),
    submittedAsId: fc.constantFrom(null, "position"),
  });
  const runs = { numRuns: Number(process.env["FUZZ_COMMENTS"] ?? 300) };

  it("nobody sees a comment of a circle without a post there, nor one on a paper that they may not read", () => {
    fc.assert(
      fc.property(anActor, anyPaper, aCircle, (actor, paper, circle) => {
        if (!canSeeComments(actor, paper, circle)) return;
        expect(canReadPaper(actor, paper)).toBe(true);
        if (circle === paperCircle) return;
        const [kind, id] = circle.split(":");
        const speaksThere = actor.posts.some(({ role, centreId, organisationId }) => {
          if (role === "admin" || role === "observer") return false;
          if (id === regionalOfficeId) return role === "head" || role === "office_reviewer";
          return kind === "centre" ? centreId === id : organisationId === id;
        });
        expect(speaksThere).toBe(true);
      }),
      runs,
    );
  });

  it("nobody may do anything to a comment that they do not see, nor write as a mere reader outside an organisation's circle", () => {
    fc.assert(
      fc.property(anActor, anyPaper, anyThread, (actor, paper, thread) => {
        const role = editionRoleFor(actor, paper, paper.centreIds);
        const abilities = commentAbilities(actor, { paper, role }, thread);
        const may = Object.values(abilities).some(Boolean);
        if (!canSeeComments(actor, paper, thread.circle)) expect(may).toBe(false);
        if (role !== null && role !== "reader") return;
        const speaks = circlesOf(actor).some((circle) =>
          [thread.circle, thread.onBehalfOf].includes(circle),
        );
        expect(may && !speaks).toBe(false);
      }),
      runs,
    );
  });

  it("a conversation takes answers or is opened again, never both", () => {
    fc.assert(
      fc.property(anActor, anyPaper, anyThread, (actor, paper, thread) => {
        const role = editionRoleFor(actor, paper, paper.centreIds);
        const { reply, resolve, reopen } = commentAbilities(actor, { paper, role }, thread);
        expect(reopen && (reply || resolve)).toBe(false);
      }),
      runs,
    );
  });
});
