/** The lists behind the numbers, as the address of the action items names them. */
import {
  ageingSteps,
  noCentre,
  nobody,
  type CentreFigures,
  type PersonLoad,
} from "@istmo/contracts";
import { dayPlus } from "../../lib/days.ts";

export interface ActionsSearch {
  readonly view?: "list";
  readonly action?: string;
  readonly centre?: string;
  readonly owner?: string;
  /** One, or several with commas between them. */
  readonly state?: string;
  readonly overdue?: boolean;
  readonly undated?: boolean;
  readonly dueFrom?: string;
  readonly dueTo?: string;
}

/** Lists of one centre, or of everything the person may see without one. */
export function placesOf(centre: string | undefined, today: string) {
  const pending = { state: "open,in_progress,blocked" };
  const within = { view: "list", ...(centre === undefined ? {} : { centre }) } as const;
  return {
    waiting: { ...within, ...pending },
    overdue: { ...within, overdue: true },
    dueToday: { ...within, ...pending, dueFrom: today, dueTo: today },
    dueSoon: { ...within, ...pending, dueFrom: today, dueTo: dayPlus(today, 13) },
    onTime: { ...within, ...pending, dueFrom: today },
    later: { ...within, ...pending, dueFrom: dayPlus(today, 14) },
    noDate: { ...within, ...pending, undated: true },
    blocked: { ...within, state: "blocked" },
    toVerify: { ...within, state: "done" },
    verified: { ...within, state: "verified" },
    on: (day: string) => ({ ...within, ...pending, dueFrom: day, dueTo: day }),
    age: (key: keyof CentreFigures["ageing"]) => {
      const step = ageingSteps.find((one) => one.key === key);
      return {
        ...within,
        overdue: true,
        dueTo: dayPlus(today, -(step?.from ?? 1)),
        ...(step?.to == null ? {} : { dueFrom: dayPlus(today, -step.to) }),
      };
    },
    of: (person: PersonLoad["person"]) => ({ owner: person?.id ?? nobody }),
  } as const satisfies Record<string, ActionsSearch | ((...given: never[]) => ActionsSearch)>;
}

/** How the address names a centre. */
export const centreName = (centreId: string | null): string => centreId ?? noCentre;
