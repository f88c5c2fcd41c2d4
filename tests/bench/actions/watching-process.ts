/** Pages that watch: Socket.IO clients of the real kind, in a process of their own. */
import { io } from "socket.io-client";
import { sharedNow } from "../collab/statistics.ts";

export interface Watching {
  readonly origin: string;
  readonly cookies: readonly string[];
  readonly pages: number;
}
/** What the parent hears: that all are there, and for a marked change when each heard of it. */
export type WatchingNews =
  | { readonly type: "connected" }
  | { readonly type: "heard"; readonly mark: string; readonly times: readonly number[] };

const { origin, cookies, pages } = JSON.parse(process.argv[2] ?? "{}") as Watching;
const heard = new Map<string, number[]>();
const tell = (news: WatchingNews) => process.send?.(news);

/** Opened a few at a time, as people come. */
async function open(at: number): Promise<void> {
  const socket = io(origin, {
    extraHeaders: { cookie: cookies[at % cookies.length] ?? "" },
    ...{ transports: ["websocket"], forceNew: true, reconnection: false },
  });
  socket.on("event", (event: { seq: number; type: string; payload: { actionId?: string } }) => {
    const now = sharedNow();
    if (event.type !== "action.changed") return;
    const mark = event.payload.actionId ?? "";
    const times = heard.get(mark) ?? [];
    heard.set(mark, times);
    times.push(now);
    if (times.length === pages) {
      tell({ type: "heard", mark, times });
      heard.delete(mark);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
}

for (let at = 0; at < pages; at += 20)
  await Promise.all(Array.from({ length: Math.min(20, pages - at) }, (_, more) => open(at + more)));
tell({ type: "connected" });
process.on("disconnect", () => process.exit(0));
