import type { ReactNode } from "react";
import { Link } from "react-aria-components/Link";
import styles from "./button.module.css";

/** Leads to another address of this site and looks like a button; the browser loads it anew. */
export function ButtonLink({
  href,
  target,
  isDownload = false,
  variant = "secondary",
  icon,
  children,
}: {
  href: string;
  target?: "_blank";
  /** The address is a file to keep. */
  isDownload?: boolean;
  variant?: "primary" | "secondary" | "quiet";
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      className={styles.button!}
      data-variant={variant}
      data-size="medium"
      {...(target === undefined ? {} : { target, rel: "noopener" })}
      {...(isDownload ? { download: true } : {})}
    >
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      {children}
    </Link>
  );
}
