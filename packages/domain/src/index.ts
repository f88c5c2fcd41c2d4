export * from "./action-item.ts";
export * from "./decision.ts";
export * from "./role-matrix.ts";
export * from "./state-machines.ts";
