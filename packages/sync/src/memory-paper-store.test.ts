import { describe, it } from "vitest";
import { MemoryPaperStore } from "./memory-paper-store.ts";
import { paperStoreContract } from "./paper-store-contract.ts";

describe("the in-memory store", () => {
  for (const { title, check } of paperStoreContract) {
    it(title, async () => {
      const store = new MemoryPaperStore();
      await check(store, store);
    });
  }
});
