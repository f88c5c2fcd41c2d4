/**
 * The in-memory twin of the relay: several nodes in one process, on a clock in the test's hands,
 * with the troubles of a real one. Messages of one node arrive in order, at each node in its time.
 */
import type { Clock } from "./clock.ts";
import type { RelayListener, RelayMessage, RoomRelay } from "./room-relay.ts";

export interface MemoryRelayOptions {
  readonly clock: Clock;
  /** Milliseconds until a message is heard, asked for each receiver; at the end of the tick by default. */
  readonly delay?: () => number;
  /** Milliseconds of silence after which a node counts as gone. */
  readonly goneAfter?: number;
}

type Delivery = (listener: RelayListener) => void;

/** What the nodes share. */
export class MemoryRelay {
  readonly #options: MemoryRelayOptions;
  readonly #nodes = new Map<string, MemoryRoomRelay>();

  constructor(options: MemoryRelayOptions) {
    this.#options = options;
  }

  /** A node's own end; `nodeId` must be new, as every start of a process has a new one. */
  join(nodeId: string): MemoryRoomRelay {
    if (this.#nodes.has(nodeId)) throw new Error(`There is a node ${nodeId} already`);
    const { clock, delay = () => 0 } = this.#options;
    const node = new MemoryRoomRelay({
      nodeId,
      clock,
      delay,
      tellOthers: (deliver) => this.#tellOthers(nodeId, deliver),
    });
    this.#nodes.set(nodeId, node);
    return node;
  }

  /** Ends a node as `kill -9` does: it hears and says nothing more, and is missed after a while. */
  kill(node: MemoryRoomRelay): void {
    node.end();
    this.#nodes.delete(node.nodeId);
    this.#options.clock.after(this.#options.goneAfter ?? 7_000, () =>
      this.#tellOthers(node.nodeId, (listener) => listener.nodeGone(node.nodeId)),
    );
  }

  #tellOthers(from: string, deliver: Delivery): void {
    for (const [nodeId, node] of this.#nodes) if (nodeId !== from) node.deliver(deliver);
  }
}

interface NodeOptions {
  readonly nodeId: string;
  readonly clock: Clock;
  readonly delay: () => number;
  readonly tellOthers: (deliver: Delivery) => void;
}

/** One node's end of a `MemoryRelay`. */
export class MemoryRoomRelay implements RoomRelay {
  readonly #options: NodeOptions;
  #listener: RelayListener | null = null;
  #inbox: Delivery[] = [];
  #isConnected = true;
  #hasEnded = false;
  /** Editions of which something could not be told while the node was cut off. */
  readonly #untold = new Set<string>();

  constructor(options: NodeOptions) {
    this.#options = options;
  }

  get nodeId(): string {
    return this.#options.nodeId;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  publish(message: RelayMessage): void {
    if (this.#hasEnded) return;
    if (this.#isConnected) this.#tell(message);
    else if ("editionId" in message) this.#untold.add(message.editionId);
  }

  listen(listener: RelayListener): () => void {
    this.#listener = listener;
    this.deliver((it) => it.missed());
    return () => {
      this.#listener = null;
    };
  }

  async close(): Promise<void> {
    if (this.#isConnected && !this.#hasEnded) {
      this.#options.tellOthers((listener) => listener.nodeGone(this.nodeId));
    }
    this.end();
  }

  /** Cuts the node off: what others say is lost for it, and what it says for them. */
  cut(): void {
    this.#isConnected = false;
    this.#inbox = [];
  }

  /** Connects it again. */
  mend(): void {
    if (this.#isConnected || this.#hasEnded) return;
    this.#isConnected = true;
    if (this.#untold.size > 0) this.#tell({ type: "resync", editionIds: [...this.#untold] });
    this.#untold.clear();
    this.deliver((listener) => listener.missed());
  }

  /** Loses what is on its way to this node, as a trimmed stream does; the node notices. */
  lose(): void {
    this.#inbox = [];
    if (this.#isConnected) this.deliver((listener) => listener.missed());
  }

  /** For `MemoryRelay`. */
  deliver(delivery: Delivery): void {
    if (!this.#isConnected || this.#hasEnded) return;
    this.#inbox.push(delivery);
    this.#options.clock.after(this.#options.delay(), () => this.#readOn(delivery));
  }

  /** For `MemoryRelay`. */
  end(): void {
    this.#hasEnded = true;
    this.#isConnected = false;
    this.#inbox = [];
    this.#listener = null;
  }

  #tell(message: RelayMessage): void {
    const { nodeId } = this;
    this.#options.tellOthers((listener) => listener.message(nodeId, message));
  }

  /** Reads up to and including one delivery: what came before is never heard after it. */
  #readOn(until: Delivery): void {
    const count = this.#inbox.indexOf(until) + 1;
    for (const delivery of this.#inbox.splice(0, count)) {
      if (this.#listener !== null) delivery(this.#listener);
    }
  }
}
