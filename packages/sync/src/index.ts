/** The co-editing room: frames in, frames out. SPEC.md beside this file numbers its rules. */
export * from "./clock.ts";
export * from "./frames.ts";
export * from "./group-commit.ts";
export * from "./manual-clock.ts";
export * from "./memory-paper-store.ts";
export * from "./paper-store.ts";
export * from "./room-registry.ts";
export {
  Room,
  type Member,
  type MemberPort,
  type RoomConnection,
  type RoomLimits,
  type RoomOptions,
} from "./room.ts";
