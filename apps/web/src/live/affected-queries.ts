import type { LiveEvent } from "@istmo/contracts";
import type { QueryKey } from "@tanstack/react-query";
import { queryKeys } from "../api/query-keys.ts";

/** Which cached answers an event makes old, as first parts of their keys. */
export function affectedQueries(event: LiveEvent): QueryKey[] {
  switch (event.type) {
    case "paper.created":
    case "paper.submitted":
    case "paper.returned":
    case "paper.accepted":
    case "paper.classified":
    case "paper.section_assigned":
      return [
        ["papers"],
        queryKeys.paper(event.payload.paperId),
        queryKeys.desk(),
        queryKeys.waiting(),
        queryKeys.centres(),
        ["centre"],
      ];
    case "bracket.preferred":
      return [queryKeys.bracketPreferences(event.payload.paperId)];
    case "figure.added":
      return [queryKeys.files(event.payload.paperId)];
    case "source.changed":
      return [queryKeys.sources(event.payload.paperId)];
    case "comment.opened":
    case "comment.replied":
    case "comment.changed":
      // The page of the paper asks for the one conversation: see use-live-threads.ts.
      return [];
    case "matrix.changed":
      // The page of the matrix asks for the one row: see use-live-matrix.ts.
      return [queryKeys.desk()];
    case "translation.started":
    case "translation.marked":
    case "translation.changed":
      return [
        ["papers"],
        queryKeys.paper(event.payload.paperId),
        queryKeys.translation(event.payload.editionId),
      ];
    case "round.changed":
      return [
        ["rounds"],
        queryKeys.round(event.payload.roundId),
        queryKeys.desk(),
        queryKeys.waiting(),
      ];
    case "clearance.changed":
      return [["clearance"], queryKeys.desk()];
    case "paper.moved":
      return [
        ["papers"],
        queryKeys.paper(event.payload.paperId),
        ["clearance"],
        queryKeys.issued(event.payload.paperId),
        queryKeys.desk(),
        queryKeys.waiting(),
      ];
    case "commitment.changed":
      return [["commitments"], queryKeys.waiting()];
    case "notifications.changed":
      return [queryKeys.notices()];
    case "version.changed":
      return [queryKeys.versions(event.payload.editionId)];
    case "action.commented":
      return [["actions"], queryKeys.action(event.payload.actionId)];
    case "actions.imported":
      return [["actions"], queryKeys.waiting(), queryKeys.centres(), ["centre"]];
    case "action.created":
    case "action.changed":
    case "action.moved":
      return [
        ["actions"],
        queryKeys.action(event.payload.actionId),
        // Those that carry one are counted in the ledger.
        ["commitments"],
        queryKeys.waiting(),
        queryKeys.centres(),
        ["centre"],
      ];
    default:
      // What one may see has changed, or an event of a newer server: better to ask for everything
      // than to show what is old.
      return [[]];
  }
}
