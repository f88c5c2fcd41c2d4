import styles from "./mail-text.module.css";
import { splitLinks } from "./split-links.ts";

/** The text of a mail as it was written; its links to this site can be followed. */
export function MailText({ text }: { text: string }) {
  return (
    <div className={styles.text}>
      {splitLinks(text, window.location.origin).map(({ text: words, href }, index) =>
        href === undefined ? (
          words
        ) : (
          <a key={index} href={href}>
            {words}
          </a>
        ),
      )}
    </div>
  );
}
