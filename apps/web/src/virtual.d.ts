/** Made by build/region-map.ts. */
declare module "virtual:region-map" {
  export const regionMap: {
    readonly width: number;
    readonly height: number;
    /** Mercator: x = x0 + scale·λ, y = y0 − scale·ln tan(π/4 + φ/2). */
    readonly projection: { readonly scale: number; readonly x0: number; readonly y0: number };
    readonly land: string;
    readonly borders: string;
    readonly hosts: readonly { readonly code: string; readonly path: string }[];
  };
}
