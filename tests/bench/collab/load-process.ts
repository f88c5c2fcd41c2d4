/** A process of the load: the people at the other end of the wire. */
import { answerParent } from "./duties.ts";
import { openingDuties } from "./opening.ts";
import { replayingDuties } from "./replaying.ts";
import { typingDuties } from "./typing.ts";
import { visitingDuties } from "./visiting.ts";

const duties = { ...typingDuties, ...openingDuties, ...replayingDuties, ...visitingDuties };
export type LoadDuties = typeof duties;

answerParent("", async () => undefined, duties);
