export * from "./role-matrix.ts";
export * from "./state-machines.ts";
