/** The co-editing room: frames in, frames out. SPEC.md beside this file numbers its rules. */
export * from "./authorship.ts";
export * from "./clock.ts";
export { DeletionLedger } from "./deletion-ledger.ts";
export * from "./frames.ts";
export * from "./group-commit.ts";
export type { OpenTextGuard, TextGuard, WritingLimits } from "./limited-writing.ts";
export * from "./manual-clock.ts";
export * from "./memory-paper-store.ts";
export * from "./memory-room-relay.ts";
export type { Pack } from "./packed-answers.ts";
export * from "./paper-store.ts";
export * from "./room-registry.ts";
export * from "./room-relay.ts";
export type { Member, MemberPort, RoomConnection } from "./room-connection.ts";
export { Room, type RoomLimits, type RoomOptions } from "./room.ts";
export type { Voucher } from "./vouching.ts";
