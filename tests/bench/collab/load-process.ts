/** A process of the load: the people at the other end of the wire. */
import { answerParent } from "./duties.ts";
import { typingDuties } from "./typing.ts";

const duties = { ...typingDuties };
export type LoadDuties = typeof duties;

answerParent("", async () => undefined, duties);
