/**
 * New connections are taken up a few at a time, with a pause in between. A thousand that come at once would
 * otherwise all be read, parsed and answered before anybody who was here already is heard again; so
 * they wait, unread, and whoever has a connection goes on in between.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Connections taken up in one turn: about half a millisecond of work. */
const atOnce = 2;
/** Milliseconds between turns: the loop is free for about as long as it was busy. */
const pause = 1;

type TakeUp = (this: Server, socket: Socket) => void;

/** Call before the server listens. */
export function takeConnectionsInTurns(server: Server): void {
  const takers = server.listeners("connection") as TakeUp[];
  server.removeAllListeners("connection");
  // Read by net.Server for each connection: its bytes stay with the system until it is resumed.
  (server as Server & { pauseOnConnect: boolean }).pauseOnConnect = true;

  const waiting: Socket[] = [];
  let taken = 0;
  let isTurning = false;

  function takeUp(socket: Socket): void {
    taken++;
    if (socket.destroyed) return;
    for (const taker of takers) taker.call(server, socket);
    socket.resume();
  }
  function turn(): void {
    taken = 0;
    for (const socket of waiting.splice(0, atOnce)) takeUp(socket);
    isTurning = taken > 0;
    if (isTurning) setTimeout(turn, pause);
  }

  server.on("connection", (socket: Socket) => {
    if (taken < atOnce && waiting.length === 0) takeUp(socket);
    else waiting.push(socket);
    if (isTurning) return;
    isTurning = true;
    setTimeout(turn, pause);
  });
}
