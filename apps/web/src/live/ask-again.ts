import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Makes answers old, so that what is shown asks again. An answer that is on its way for the first
 * time may be from before the change: it is asked for once more when it has come.
 */
export function askAgain(client: QueryClient, queryKey: QueryKey): void {
  const onTheirWay = client
    .getQueryCache()
    .findAll({ queryKey })
    .filter(({ state }) => state.data === undefined && state.fetchStatus === "fetching");
  void client.invalidateQueries({ queryKey });
  for (const query of onTheirWay) {
    const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    query.promise?.then(again, again);
  }
}
