/** Everything browser and server agree on: shapes, codes and the names of events. */
export * from "./collab.ts";
export * from "./collab-http.ts";
export * from "./error-codes.ts";
export * from "./http/actions.ts";
export * from "./http/administration.ts";
export * from "./http/audit.ts";
export * from "./http/authorship.ts";
export * from "./http/centres.ts";
export * from "./http/common.ts";
export * from "./http/device-keys.ts";
export * from "./http/events.ts";
export * from "./http/paper-access.ts";
export * from "./http/papers.ts";
export * from "./http/people.ts";
export * from "./http/sign-in.ts";
export * from "./live-events.ts";
export * from "./presence-colours.ts";
