import { useEffect } from "react";

/** The title of the browser's tab; undefined while it is not known yet. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? "Istmo" : `${title} · Istmo`;
  }, [title]);
}
