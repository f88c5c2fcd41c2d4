// The worker that makes pictures, from its sources: workers do not inherit the loader of the tests.
import { register } from "tsx/esm/api";

register();
await import("../../apps/server/src/features/files/picture-worker.ts");
