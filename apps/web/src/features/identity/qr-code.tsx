import { encode } from "uqr";
import styles from "./account.module.css";

/** A QR code, drawn here: what it says goes to nobody. A module of its own, to be loaded lazily. */
export function QrCode({ text, label }: { text: string; label: string }) {
  // Four light modules around it are part of the code.
  const { data, size } = encode(text, { border: 4, ecc: "M" });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect className={styles.qrGround} width={size} height={size} />
      <path className={styles.qrInk} d={path} />
    </svg>
  );
}
