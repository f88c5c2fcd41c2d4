export * from "./abilities.ts";
export * from "./action-item.ts";
export * from "./actor.ts";
export * from "./decision.ts";
export * from "./paper.ts";
export * from "./role-matrix.ts";
export * from "./state-machines.ts";
