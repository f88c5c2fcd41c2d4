import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classificationLevels, type Actor, type HeldPost } from "./actor.ts";
import {
  abilitiesOnPerson,
  boundTo,
  decideClearance,
  decideDeactivation,
  decideHandover,
  decidePost,
  decidePostEnd,
  decidesAccessRequests,
  decidesAccountRequests,
  invitationScopes,
  isWellFormed,
  leavesNoAdministrator,
  mayReaddress,
  mayInviteTo,
  membershipsOverlap,
  organisationAccess,
  peopleReach,
  plainEmail,
  tenureState,
  type Tenure,
} from "./people.ts";
import { roles, type Role } from "./role-matrix.ts";

const day = 86_400_000;
const now = new Date("2026-11-24T15:00:00Z");
const endOfToday = new Date("2026-11-25T05:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * day);

/** A well-formed post of a role in Guatemala or of SICA. */
const aPost = (role: Role, over: Partial<HeldPost> = {}): HeldPost => ({
  role,
  centreId: boundTo[role] === "centre" ? "centre-gt" : null,
  organisationId: boundTo[role] === "organisation" ? "org-sica" : null,
  ...over,
});
const someone = (...held: Role[]): Actor => ({
  id: "me",
  posts: held.map((role) => aPost(role)),
  clearedTo: "strictly_confidential",
});
const aTenure = (over: Partial<Tenure> = {}): Tenure => ({
  ...aPost("expert"),
  id: "post-1",
  personId: "somebody",
  startsAt: at(-10),
  endsAt: null,
  ...over,
});
const admin = someone("admin");
const codeOf = (decision: { accepted: boolean; code?: string }) =>
  decision.accepted ? "accepted" : decision.code;

const anyRole = fc.constantFrom(...roles);
const anyPost: fc.Arbitrary<HeldPost> = fc.record({
  role: anyRole,
  centreId: fc.constantFrom(null, "centre-gt", "centre-pa"),
  organisationId: fc.constantFrom(null, "org-sica", "org-oas"),
});
const anyActor: fc.Arbitrary<Actor> = fc.record({
  id: fc.constant("me"),
  posts: fc.array(anyPost.filter(isWellFormed), { maxLength: 3 }),
  clearedTo: fc.constantFrom(...classificationLevels),
});
const anyPeriod = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.option(fc.integer({ min: -20, max: 20 })))
  .map(([start, end]) => ({ startsAt: at(start), endsAt: end === null ? null : at(end) }));

describe("a post", () => {
  it.each(roles)("of %s names what the role is bound to, and nothing else", (role) => {
    expect(isWellFormed(aPost(role))).toBe(true);
    const bound = boundTo[role];
    const other = bound === "centre" ? { centreId: null } : { centreId: "centre-gt" };
    expect(isWellFormed(aPost(role, other))).toBe(false);
    expect(isWellFormed(aPost(role, { organisationId: "org-sica" }))).toBe(bound !== "office");
  });

  const give = (over: Partial<Tenure>, held: Tenure[] = [], actor = admin) =>
    codeOf(
      decidePost(
        actor,
        { ...aPost("expert"), startsAt: now, endsAt: null, ...over },
        { personId: "somebody", held, endOfToday },
      ),
    );

  it("is given by nobody to themselves", () => {
    const wanted = { ...aPost("head"), startsAt: now, endsAt: null };
    const context = { personId: admin.id, held: [], endOfToday };
    expect(codeOf(decidePost(admin, wanted, context))).toBe("own_post");
    const own = { id: admin.id, isDeactivated: false };
    expect(abilitiesOnPerson(admin, own).givePost).toBe(false);
  });

  it.each([
    ["that ends today", { endsAt: endOfToday }, "post_ends_too_soon"],
    ["that ended yesterday", { startsAt: at(-5), endsAt: at(-1) }, "post_ends_too_soon"],
    ["that ends before it begins", { startsAt: at(5), endsAt: at(3) }, "post_ends_too_soon"],
    ["without a centre", { centreId: null }, "post_malformed"],
    ["that lasts until tomorrow", { endsAt: at(1) }, "accepted"],
  ])("%s is answered with a reason", (_what, over, code) => {
    expect(give(over)).toBe(code);
  });

  it("is refused while the person holds the same one, and given for the time after it", () => {
    const held = [aTenure({ endsAt: at(5) })];
    expect(give({}, held)).toBe("post_overlaps");
    expect(give({ startsAt: at(5) }, held)).toBe("accepted");
    expect(give({ centreId: "centre-pa" }, held)).toBe("accepted");
    expect(give({}, [aTenure({ endsAt: now })])).toBe("accepted");
  });

  it("never held stands in nobody's way", () => {
    const cancelled = aTenure({ startsAt: at(5), endsAt: at(-1) });
    expect(tenureState(cancelled, now)).toBe("ended");
    expect(give({ startsAt: at(-20) }, [cancelled])).toBe("accepted");
  });

  it("is given by those who manage people alone", () => {
    for (const role of roles) {
      const isManager = role === "admin" || role === "head";
      expect(give({}, [], someone(role))).toBe(isManager ? "accepted" : "not_allowed");
    }
  });

  it("given by the rule shares no instant with the same post of the same person", () => {
    fc.assert(
      fc.property(anyPeriod, fc.array(anyPeriod, { maxLength: 4 }), (wanted, others) => {
        const held = others.map((period, index) => aTenure({ ...period, id: `post-${index}` }));
        fc.pre(give(wanted, held) === "accepted");
        const holdsAt = ({ startsAt, endsAt }: typeof wanted, when: Date) =>
          startsAt <= when && (endsAt === null || when < endsAt);
        for (let days = -21; days <= 21; days += 0.5)
          expect(held.some((one) => holdsAt(one, at(days)) && holdsAt(wanted, at(days)))).toBe(
            false,
          );
      }),
    );
  });
});

describe("an administrator", () => {
  const tenures = (...people: string[]) =>
    people.map((personId) => aTenure({ ...aPost("admin"), id: `post-${personId}`, personId }));
  const end = (post: Tenure, administrators: Tenure[], actor = admin) =>
    codeOf(decidePostEnd(actor, post, { administrators, now }));

  it("is not the last to go, by the end of the post or of the account", () => {
    const [only, other] = tenures("one", "two") as [Tenure, Tenure];
    expect(end(only, [only])).toBe("last_administrator");
    expect(end(only, [only, other])).toBe("accepted");
    const deactivate = (administrators: Tenure[]) =>
      codeOf(
        decideDeactivation(admin, { id: "one", isDeactivated: false }, { administrators, now }),
      );
    expect(deactivate([only])).toBe("last_administrator");
    expect(deactivate([only, other])).toBe("accepted");
    expect(deactivate([other])).toBe("accepted");
  });

  it("who leaves on a date or has not begun does not count as the one who stays", () => {
    const [only] = tenures("one") as [Tenure];
    const leaving = aTenure({ ...aPost("admin"), id: "leaving", endsAt: at(30) });
    const coming = aTenure({ ...aPost("admin"), id: "coming", startsAt: at(1) });
    expect(end(only, [only, leaving, coming])).toBe("last_administrator");
  });

  it("always remains, whatever ends in whatever order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(4), { maxLength: 12 }),
        (people, ends) => {
          let left = tenures(...people);
          for (const index of ends) {
            const post = left[index];
            if (post !== undefined && end(post, left) === "accepted")
              left = left.filter(({ id }) => id !== post.id);
          }
          expect(left.length).toBeGreaterThan(0);
          expect(leavesNoAdministrator(left, [], now)).toBe(false);
        },
      ),
    );
  });

  it("does not end what has ended, nor close an account twice", () => {
    expect(end(aTenure({ endsAt: at(-1) }), tenures("one"))).toBe("post_has_ended");
    const person = { id: "x", isDeactivated: true };
    const decision = decideDeactivation(admin, person, { administrators: [], now });
    expect(codeOf(decision)).toBe("already_deactivated");
    expect(end(aTenure(), [], someone("office_reviewer"))).toBe("not_allowed");
  });
});

describe("a handover", () => {
  const context = {
    successorId: "successor",
    isSuccessorActive: true,
    successorHolds: [] as Tenure[],
    now,
  };
  const pass = (post: Tenure, over: Partial<typeof context> = {}, actor = admin) =>
    codeOf(decideHandover(actor, post, { ...context, ...over }));

  it.each([
    ["to who holds it", { successorId: "somebody" }, "own_successor"],
    ["to oneself", { successorId: admin.id }, "own_post"],
    ["to nobody", { isSuccessorActive: false }, "unknown_person"],
    ["to who holds it already", { successorHolds: [aTenure()] }, "post_overlaps"],
    ["to who held it before", { successorHolds: [aTenure({ endsAt: at(-2) })] }, "accepted"],
  ])("%s is answered with a reason", (_what, over, code) => {
    expect(pass(aTenure(), over)).toBe(code);
  });

  it("asks for a post that has not ended and for somebody who manages posts", () => {
    expect(pass(aTenure({ endsAt: now }))).toBe("post_has_ended");
    expect(pass(aTenure(), {}, someone("centre_lead"))).toBe("not_allowed");
  });

  it("keeps the end, and the beginning of a post that is still to come", () => {
    const decided = decideHandover(admin, aTenure({ endsAt: at(9) }), context);
    expect(decided).toMatchObject({ event: { startsAt: now, endsAt: at(9), role: "expert" } });
    const planned = decideHandover(admin, aTenure({ startsAt: at(3) }), context);
    expect(planned).toMatchObject({ event: { startsAt: at(3), endsAt: null } });
  });
});

describe("inviting", () => {
  it.each<[Role, Role[]]>([
    ["centre_lead", ["expert"]],
    ["focal_point", ["focal_point", "observer"]],
    ["office_reviewer", ["centre_lead", "expert", "focal_point", "policy_counterpart", "observer"]],
    ["expert", []],
    ["observer", []],
    ["policy_counterpart", []],
    ["admin", [...roles]],
    ["head", [...roles]],
  ])("%s reaches its own roles and no further", (role, reach) => {
    const reached = roles.filter((wanted) => mayInviteTo(someone(role), aPost(wanted)));
    expect(reached.sort()).toEqual([...reach].sort());
  });

  it("stays in one's own centre and organisation", () => {
    const elsewhere = aPost("expert", { centreId: "centre-pa" });
    expect(mayInviteTo(someone("centre_lead"), elsewhere)).toBe(false);
    const foreign = aPost("observer", { organisationId: "org-oas" });
    expect(mayInviteTo(someone("focal_point"), foreign)).toBe(false);
  });

  it("reaches exactly what the list of invitations is narrowed to", () => {
    fc.assert(
      fc.property(anyActor, anyPost, (actor, post) => {
        const isListed = invitationScopes(actor).some(
          (scope) =>
            scope.roles.includes(post.role) &&
            (scope.centreId === null || scope.centreId === post.centreId) &&
            (scope.organisationId === null || scope.organisationId === post.organisationId),
        );
        expect(isListed).toBe(mayInviteTo(actor, post));
      }),
    );
  });

  it("never makes administrators, heads or reviewers of those who do not manage people", () => {
    fc.assert(
      fc.property(anyActor, (actor) => {
        fc.pre(!actor.posts.some(({ role }) => role === "admin" || role === "head"));
        for (const role of ["admin", "head", "office_reviewer"] as const)
          expect(mayInviteTo(actor, aPost(role))).toBe(false);
      }),
    );
  });
});

describe("the list of people", () => {
  it.each<[Role, unknown]>([
    ["admin", "everybody"],
    ["head", "everybody"],
    ["office_reviewer", "everybody"],
    ["centre_lead", { centreIds: ["centre-gt"], organisationIds: [] }],
    ["focal_point", { centreIds: [], organisationIds: ["org-sica"] }],
    ["expert", null],
    ["policy_counterpart", null],
    ["observer", null],
  ])("of %s reaches as far as the post", (role, reach) => {
    expect(peopleReach(someone(role))).toEqual(reach);
  });

  it("offers what may be done and nothing else", () => {
    expect(abilitiesOnPerson(admin, { id: "somebody", isDeactivated: false })).toEqual({
      edit: true,
      givePost: true,
      deactivate: true,
      reactivate: false,
      clear: false,
      signOut: true,
      resetSignIn: true,
    });
    expect(
      abilitiesOnPerson(someone("head"), { id: "somebody", isDeactivated: true }),
    ).toMatchObject({
      reactivate: true,
      deactivate: false,
      clear: false,
    });
    const ofReviewer = abilitiesOnPerson(someone("office_reviewer"), {
      id: "somebody",
      isDeactivated: false,
    });
    expect(Object.values(ofReviewer)).not.toContain(true);
  });

  it("never lets who manages it into the account of somebody cleared for more", () => {
    fc.assert(
      fc.property(anyActor, fc.constantFrom(...classificationLevels), (actor, clearedTo) => {
        const isManager = actor.posts.some(({ role }) => role === "admin" || role === "head");
        const rank = (level: (typeof classificationLevels)[number]) =>
          classificationLevels.indexOf(level);
        const isAbove = rank(clearedTo) > rank(actor.clearedTo);
        expect(mayReaddress(actor, { clearedTo })).toBe(isManager && !isAbove);
      }),
    );
  });

  it("and its organisations are changed by who manages people and read by the office", () => {
    expect(roles.map((role) => organisationAccess(someone(role)))).toEqual([
      "change",
      "read",
      "change",
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("leaves requests to those who can grant them", () => {
    const deciding = roles.filter((role) => decidesAccessRequests(someone(role)));
    expect(deciding).toEqual(["admin", "office_reviewer", "head", "centre_lead"]);
    const inviting = roles.filter((role) => decidesAccountRequests(someone(role)));
    expect(inviting).toEqual(["admin", "office_reviewer", "head"]);
  });
});

describe("a clearance", () => {
  const head = someone("head");
  it.each([
    ["by an administrator", admin, "confidential", "Motivo", "not_allowed"],
    ["to what it is", head, "unclassified", "Motivo", "same_clearance"],
    ["without a reason", head, "confidential", "  ", "reason_required"],
    ["with a reason", head, "confidential", "Motivo", "accepted"],
  ] as const)("%s is answered with a reason", (_what, actor, to, reason, code) => {
    expect(codeOf(decideClearance(actor, { from: "unclassified", to, reason }))).toBe(code);
  });

  it("tells whether it narrows", () => {
    const down = { from: "confidential", to: "unclassified", reason: "Motivo" } as const;
    expect(decideClearance(head, down)).toMatchObject({ event: { narrows: true } });
  });

  it("follows from no post but that of the head of office", () => {
    fc.assert(
      fc.property(anyActor, (actor) => {
        const wanted = { from: "unclassified", to: "confidential", reason: "Motivo" } as const;
        const isHead = actor.posts.some(({ role }) => role === "head");
        expect(decideClearance(actor, wanted).accepted).toBe(isHead);
      }),
    );
  });
});

describe("an address", () => {
  it.each([
    ["Ana.Ruiz@Example.ORG ", "ana.ruiz@example.org"],
    ["o'neil+istmo@mail.example.org", "o'neil+istmo@mail.example.org"],
    ["аna@example.org", null],
    ["ana@exаmple.org", null],
    ["ana@example.org\nBcc: all@example.org", null],
    ["ana@localhost", null],
    ["ana..ruiz@example.org", null],
    ["no address", null],
  ])("%j is kept as %j", (email, kept) => {
    expect(plainEmail(email)).toBe(kept);
  });

  const anyText = fc.string({ unit: "binary", maxLength: 12 });
  it("that passes is ASCII, whatever was typed", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, host) => {
        const kept = plainEmail(`${name}@${host}.org`);
        if (kept !== null) expect(kept).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe("memberships", () => {
  it.each([
    [{ from: null, to: null }, { from: "2026-01-01", to: null }, true],
    [{ from: "2025-01-01", to: "2025-12-31" }, { from: "2026-01-01", to: null }, false],
    [{ from: "2025-01-01", to: "2026-01-01" }, { from: "2026-01-01", to: null }, true],
    [{ from: null, to: "2024-12-31" }, { from: "2025-01-01", to: "2025-02-01" }, false],
  ])("overlap when they share a day", (a, b, overlap) => {
    expect(membershipsOverlap(a, b)).toBe(overlap);
    expect(membershipsOverlap(b, a)).toBe(overlap);
  });
});
