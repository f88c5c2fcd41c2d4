/**
 * The map of the region, drawn when the page is built: the `virtual:region-map` module holds path
 * strings for Central America and the Caribbean and the numbers of the projection, a few kB instead
 * of an atlas and a library for projections. Borders as in Natural Earth (public domain).
 */
import { geoMercator, geoPath } from "d3-geo";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

const name = "virtual:region-map";
const width = 1000;
/** Degrees: the isthmus with some Pacific for labels, and the Caribbean to Trinidad. */
const window = { west: -96.5, east: -58, south: 5.2, north: 27 };
/** ISO 3166 numeric codes of the states that host a centre. */
const hostCodes: Record<string, string> = {
  "591": "PA",
  "222": "SV",
  "320": "GT",
  "558": "NI",
  "214": "DO",
};
/** Points nearer to the last one than this are left out, in units of the drawing. */
const tolerance = 1.6;

/** Thins a path of M, L and Z commands and writes whole numbers relative to the last point. */
function thin(path: string): string {
  const rings: string[] = [];
  for (const ring of path.split("M").filter((part) => part !== "")) {
    const isClosed = ring.endsWith("Z");
    const points = ring
      .replace("Z", "")
      .split("L")
      .map((pair) => pair.split(",").map(Number) as [number, number]);
    const kept: [number, number][] = [];
    for (const [x, y] of points) {
      const last = kept.at(-1);
      if (last === undefined || Math.hypot(x - last[0], y - last[1]) >= tolerance) {
        kept.push([Math.round(x * 2) / 2, Math.round(y * 2) / 2]);
      }
    }
    if (isClosed && kept.length < 3) continue;
    const [first, ...rest] = kept;
    if (first === undefined) continue;
    let last = first;
    let text = `M${first[0]},${first[1]}`;
    for (const point of rest) {
      text += `l${point[0] - last[0]},${point[1] - last[1]}`.replace(",-", "-");
      last = point;
    }
    rings.push(isClosed ? `${text}z` : text);
  }
  return rings.join("");
}

function drawRegion() {
  const atlas = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-50m.json"), "utf8"),
  ) as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
  const radians = Math.PI / 180;
  const mercatorY = (latitude: number) =>
    Math.log(Math.tan(Math.PI / 4 + (latitude * radians) / 2));
  const scale = width / ((window.east - window.west) * radians);
  const x0 = -window.west * radians * scale;
  const y0 = mercatorY(window.north) * scale;
  const height = Math.round(y0 - mercatorY(window.south) * scale);
  const projection = geoMercator()
    .scale(scale)
    .translate([x0, y0])
    .clipExtent([
      [-4, -4],
      [width + 4, height + 4],
    ]);
  const draw = geoPath(projection).digits(2);
  const countries = atlas.objects.countries;
  const isHost = (id: string | number | undefined) => hostCodes[String(id)] !== undefined;
  const others: GeometryCollection = {
    ...countries,
    geometries: countries.geometries.filter((geometry) => !isHost(geometry.id)),
  };
  const hosts = countries.geometries
    .filter((geometry) => isHost(geometry.id))
    .map((geometry) => ({
      code: hostCodes[String(geometry.id)] ?? "",
      path: thin(draw(feature(atlas, geometry)) ?? ""),
    }));
  return {
    width,
    height,
    projection: { scale, x0, y0 },
    land: thin(draw(feature(atlas, others)) ?? ""),
    borders: thin(draw(mesh(atlas, countries, (a, b) => a !== b)) ?? ""),
    hosts,
  };
}

export function regionMap(): Plugin {
  return {
    name: "istmo:region-map",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      return id === `\0${name}`
        ? `export const regionMap = ${JSON.stringify(drawRegion())};`
        : null;
    },
  };
}
