/** For tests of the editor where nothing is laid out: no size is ever told. */
class NothingLaidOut implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= NothingLaidOut;
