import type { SVGProps } from "react";

/** A list marked a), b); drawn like the icons beside it, which have none. */
export function LetteredList(props: SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    >
      <path d="M11 6h10M11 12h10M11 18h10" />
      <circle cx="4.6" cy="6.6" r="1.8" />
      <path d="M6.4 4.6v3.8" />
      <path d="M3 13.6v6.2" />
      <circle cx="4.8" cy="18" r="1.8" />
    </svg>
  );
}
