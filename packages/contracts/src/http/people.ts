/** People, the posts they hold, and what the page may offer to the one who is signed in. */
import { roles } from "@istmo/domain";
import { z } from "zod";
import { id, language } from "./common.ts";

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
  abilities: z.object({
    /** Centres for which this person may start a paper as the lead centre. */
    createPaperFor: z.array(id),
    /** Centres in which this person may create action items. */
    createActionFor: z.array(id),
    /** Whether drafts submitted to the regional office are decided here. */
    reviewSubmissions: z.boolean(),
  }),
});
export type Me = z.infer<typeof me>;

export const changeMe = z.object({ locale: language });

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
});
export type Site = z.infer<typeof site>;
