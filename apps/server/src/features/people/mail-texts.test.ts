import { readFileSync } from "node:fs";
import { roles } from "@istmo/domain";
import { describe, expect, it } from "vitest";
import { emailChangedMail, invitationMail, requestDeclinedMail } from "./mail-texts.ts";

const link = "https://istmo.example.org/invitation#a-token";
const anInvitation = (over: Partial<Parameters<typeof invitationMail>[0]> = {}) =>
  invitationMail({
    language: "es",
    name: "Ana Ñandú",
    invitedBy: "Cedro Oficina Regional",
    role: "expert",
    body: { es: "Centro de Guatemala", en: "Centre of Guatemala" },
    link,
    expiresAt: new Date("2026-12-02T03:00:00Z"),
    ...over,
  });

describe("the mails about people", () => {
  it("invite in the reader's language, by the office's calendar", () => {
    expect(anInvitation()).toMatchObject({
      kind: "invitation",
      subject: "Invitación a Istmo: Persona experta, Centro de Guatemala",
    });
    expect(anInvitation().text).toContain("1 de diciembre de 2026");
    const { subject, text } = anInvitation({ language: "en", body: null, role: "head" });
    expect(subject).toBe("Invitation to Istmo: Head of office, Regional office");
    expect(text).toContain("by 1 December 2026");
    expect(text).toContain("Cedro Oficina Regional invites you");
  });

  it.each(["es", "en"] as const)("call the posts in %s as the page does", (language) => {
    const catalogue = new URL(`../../../../web/src/i18n/role.${language}.json`, import.meta.url);
    const names = JSON.parse(readFileSync(catalogue, "utf8")) as Record<string, string>;
    for (const role of roles)
      expect(anInvitation({ role, language }).subject).toContain(`: ${names[role]},`);
  });

  it("hold the link alone on its line, and in the text only", () => {
    for (const language of ["es", "en"] as const) {
      const { subject, text } = anInvitation({ language });
      expect(text.split("\n")).toContain(link);
      expect(subject).not.toContain("token");
    }
  });

  it("tell of a declined request and of a changed address without more than needed", () => {
    for (const language of ["es", "en"] as const) {
      const person = { language, name: "Ana" };
      const account = requestDeclinedMail({ ...person, kind: "account" });
      const paper = requestDeclinedMail({ ...person, kind: "paper" });
      expect(account.text).not.toBe(paper.text);
      expect(account.subject).toBe(paper.subject);
      const changed = emailChangedMail({ ...person, email: "new@example.org" });
      expect(changed.text).toContain("new@example.org");
    }
  });
});
