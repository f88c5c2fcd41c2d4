/** Prometheus figures of this process. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { NodeBus } from "./node-bus.ts";

export interface CollabFigures {
  readonly connections: number;
  readonly rooms: number;
  readonly pendingBytes: number;
  readonly failedAppends: number;
  readonly waitingBytes: number;
}

export interface Metrics {
  readonly registry: Registry;
  observeRequest(labels: { method: string; status: number }, seconds: number): void;
}

export function createMetrics(sources: {
  readonly collab: () => CollabFigures;
  readonly liveConnections: () => number;
  readonly latestSeq: () => number;
  readonly mailRefusals: () => number;
  /** Null where this is the only process. */
  readonly bus: NodeBus | null;
  /** Editions read anew from the database. */
  readonly readings: () => number;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge(
    "istmo_collab_connections",
    "Open co-editing connections",
    () => sources.collab().connections,
  );
  gauge("istmo_collab_rooms", "Editions held in memory", () => sources.collab().rooms);
  gauge(
    "istmo_collab_pending_bytes",
    "Bytes of edits not yet committed",
    () => sources.collab().pendingBytes,
  );
  gauge(
    "istmo_collab_waiting_bytes",
    "Bytes that receivers of co-editing have not taken yet",
    () => sources.collab().waitingBytes,
  );
  gauge(
    "istmo_collab_failed_appends",
    "Commits of edits that failed and are tried again",
    () => sources.collab().failedAppends,
  );
  const { bus } = sources;
  if (bus !== null) {
    gauge("istmo_redis_up", "Whether messages come and go by Redis", () => Number(bus.isConnected));
    gauge("istmo_nodes", "Other processes that were heard lately", () => bus.others);
    gauge(
      "istmo_bus_dropped",
      "Messages to other processes that could not be sent since the start",
      () => bus.dropped,
    );
    gauge(
      "istmo_collab_readings",
      "Editions read anew from the database since the start, because something may have been missed",
      sources.readings,
    );
  }
  gauge("istmo_live_connections", "Open live connections", sources.liveConnections);
  gauge(
    "istmo_event_seq",
    "Newest position of the event log that was delivered",
    sources.latestSeq,
  );
  gauge(
    "istmo_mail_refusals",
    "Attempts to deliver a mail that failed since the start",
    sources.mailRefusals,
  );
  const requests = new Histogram({
    name: "istmo_http_request_seconds",
    help: "Time to answer a request of the API",
    labelNames: ["method", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ method, status }, seconds) =>
      requests.observe({ method, status: String(status) }, seconds),
  };
}
