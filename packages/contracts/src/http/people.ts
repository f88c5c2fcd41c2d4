/** People, the posts they hold, and what the page may offer to the one who is signed in. */
import { roles } from "@istmo/domain";
import { z } from "zod";
import { id, language, line } from "./common.ts";

export const classifications = ["unclassified", "confidential", "strictly_confidential"] as const;
export const classification = z.enum(classifications);
export type Classification = z.infer<typeof classification>;

export const post = z.object({
  role: z.enum(roles),
  centreId: id.nullable(),
  organisationId: id.nullable(),
});

export const person = z.object({ id, name: z.string(), posts: z.array(post), sample: z.boolean() });
export type Person = z.infer<typeof person>;

export const me = person.extend({
  email: z.string(),
  locale: language,
  timeZone: z.string(),
  clearedTo: classification,
  /** Only one's own account is open until an authenticator app or a passkey has been added. */
  mustAddFactor: z.boolean(),
  abilities: z.object({
    /** Centres for which this person may start a paper as the lead centre. */
    createPaperFor: z.array(id),
    /** Centres in which this person may create action items. */
    createActionFor: z.array(id),
    /** Whether drafts submitted to the regional office are decided here. */
    reviewSubmissions: z.boolean(),
    /** What of the administration this person may open and do. */
    administration: z.object({
      /** The list of all people and organisations. */
      people: z.boolean(),
      /** Giving, ending and handing over posts, deactivating people. */
      managePeople: z.boolean(),
      clearPeople: z.boolean(),
      /** Roles into which this person may invite; empty for nobody. */
      inviteTo: z.array(z.enum(roles)),
      /** Whether requests for accounts or papers are decided here. */
      decideRequests: z.boolean(),
      audit: z.enum(["content", "metadata"]).nullable(),
      mail: z.boolean(),
    }),
  }),
});
export type Me = z.infer<typeof me>;

export const changeMe = z
  .object({
    locale: language.optional(),
    name: line(120).optional(),
    /** An IANA name, such as America/Panama. */
    timeZone: z.string().max(60).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined));

export const peopleQuery = z.object({ centre: id.optional() });

/** What the page must know before anybody has signed in. */
export const site = z.object({
  demo: z.boolean(),
  /** The demo accounts and their one password; empty outside demo mode. */
  demoAccounts: z.array(
    z.object({
      email: z.string(),
      name: z.string(),
      role: z.enum(roles),
      centre: z.string().nullable(),
      organisation: z.string().nullable(),
    }),
  ),
  demoPassword: z.string().nullable(),
  /** The single sign-on's name on its button; null where there is none. */
  singleSignOn: z.string().nullable(),
  /** Whether passkeys work at the address by which this page was opened. */
  passkeys: z.boolean(),
});
export type Site = z.infer<typeof site>;
