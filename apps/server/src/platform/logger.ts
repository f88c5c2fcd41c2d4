/** Structured logs on standard output. They hold ids and codes, never what people wrote. */
import { pino, type Logger } from "pino";

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: ["req.headers", "res.headers"],
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
