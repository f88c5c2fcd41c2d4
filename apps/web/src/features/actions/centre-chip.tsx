import { CodeChip } from "../../ui/code-chip.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

/** The code of the item's centre, or of the regional office. */
export function CentreChip({
  centreId,
  surroundings,
}: {
  centreId: string | null;
  surroundings: ActionSurroundings;
}) {
  return <CodeChip code={surroundings.codeOf(centreId)} name={surroundings.nameOf(centreId)} />;
}
