import type { ActionItem } from "@istmo/contracts";
import { useProgrammes } from "./action-views.ts";

type Output = NonNullable<ActionItem["output"]>;

/** Finds an output of a programme, with the code of that; undefined while they are loading. */
export function useOutputLookup() {
  const { data } = useProgrammes();
  return ({ programmeId, outputId }: Output) => {
    const programme = data?.find(({ id }) => id === programmeId);
    const output = programme?.outputs.find(({ id }) => id === outputId);
    return programme && output && { code: programme.code, text: output.text };
  };
}
