// The work of `npm start`: everything in this one process, so that a signal reaches the server.
import { build, install } from "./workspace.mjs";

install();
build();
if (process.env.NODE_ENV !== "production") process.env.ISTMO_DEMO ??= "1";
process.env.ISTMO_LOG ??= "warn";
await import("../apps/server/dist/main.js");
