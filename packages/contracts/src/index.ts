/** Everything browser and server agree on: shapes, codes and the names of events. */
export * from "./collab.ts";
export * from "./error-codes.ts";
export * from "./presence-colours.ts";
