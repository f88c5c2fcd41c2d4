/**
 * Whether somebody's words are held in this page alone. Whoever holds unsaved words says so here;
 * whoever would leave the page asks first.
 */
const holders = new Set<symbol>();

/** Marks work as unsaved until the returned release is called; calling it twice is harmless. */
export function holdUnsavedWork(): () => void {
  const holder = Symbol();
  holders.add(holder);
  return () => {
    holders.delete(holder);
  };
}

export function hasUnsavedWork(): boolean {
  return holders.size > 0;
}
