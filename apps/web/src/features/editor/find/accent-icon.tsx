import type { SVGProps } from "react";

/** An a with its accent, drawn like the icons beside it. */
export function AccentIcon(props: SVGProps<SVGSVGElement>) {
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
      <circle cx="10" cy="15.5" r="4.5" />
      <path d="M14.5 11v9" />
      <path d="m10 7 3.5-3.5" />
    </svg>
  );
}
