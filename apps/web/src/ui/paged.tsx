import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import styles from "./paged.module.css";
import { ErrorState, Loading } from "./states.tsx";

interface List<Item> {
  readonly items: readonly Item[] | undefined;
  readonly error: unknown;
  readonly refetch: () => void;
  readonly more: { readonly isOnItsWay: boolean; readonly load: () => void } | null;
}

/** A list on its way, one that failed, one that is empty, or one that can be read on. */
export function Paged<Item>({
  list: { items, error, refetch, more },
  empty,
  children,
}: {
  list: List<Item>;
  empty: ReactNode;
  children: (items: readonly Item[]) => ReactNode;
}) {
  const { t } = useTranslation();
  if (items === undefined) {
    return error === null ? <Loading lines={6} /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {more !== null && (
        <div className={styles.more}>
          <Button isPending={more.isOnItsWay} onPress={more.load}>
            {t("ui.more")}
          </Button>
        </div>
      )}
    </>
  );
}
