/** Frames that nobody's page would send: right ones with something changed, and noise. */
import {
  awarenessFrame,
  queryAwarenessFrame,
  step1Frame,
  step2Frame,
  updateFrame,
} from "@istmo/sync";
import * as Y from "yjs";
import type { Random } from "./seeded-random.ts";

/** Frames that would be right, on a document that knows text, XML, maps, formats and deletions. */
export function rightFrames(random: Random): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = random.below(2 ** 32);
  const frames: Uint8Array[] = [queryAwarenessFrame(), step1Frame(Y.encodeStateVector(doc))];
  doc.on("update", (update: Uint8Array) => frames.push(updateFrame(update)));
  doc.getText("text").insert(0, "some text");
  doc.getText("text").format(2, 3, { bold: true });
  doc.getText("text").insertEmbed(4, { image: "x" });
  doc.getText("text").delete(1, 4);
  const element = new Y.XmlElement("p");
  doc.getXmlFragment("body").insert(0, [element, new Y.XmlText("tail")]);
  element.setAttribute("id", "b1");
  doc.getMap("map").set("nested", new Y.Map([["k", [1, "two", null, { three: 3 }]]]));
  doc.getArray("list").push([new Uint8Array([1, 2, 3]), new Y.Doc()]);
  doc.getXmlFragment("body").delete(0, 1);
  frames.push(step2Frame(Y.encodeStateAsUpdate(doc)), step1Frame(Y.encodeStateVector(doc)));
  const json = JSON.stringify({ cursor: { anchor: 1 }, user: { name: "x" } });
  frames.push(awarenessFrame([{ clientId: doc.clientID, clock: 1, json }]));
  return frames;
}

function mutate(random: Random, frame: Uint8Array, other: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(frame);
  const place = random.below(copy.length);
  switch (random.below(6)) {
    case 0:
      copy[place] = random.below(256);
      return copy;
    case 1:
      copy[place] = (copy[place] ?? 0) ^ (1 << random.below(8));
      return copy;
    case 2:
      return copy.subarray(0, place);
    case 3:
      return Uint8Array.from([...copy.subarray(0, place), ...other.subarray(random.below(9))]);
    case 4: {
      for (let i = 0; i < 3; i++)
        copy[random.below(copy.length)] = random.pick([0, 1, 127, 128, 255]);
      return copy;
    }
    default:
      return Uint8Array.from([copy[0] ?? 0, random.below(3), ...random.bytes(random.below(40))]);
  }
}

/** One in twenty is right, one in five is noise, the rest is nearly right. */
export function hostileFrame(random: Random, right: readonly Uint8Array[]): Uint8Array {
  const frame = random.pick(right);
  const hostile = random.oneIn(5)
    ? random.bytes(random.below(60))
    : mutate(random, frame, random.pick(right));
  return random.oneIn(20) ? frame : hostile;
}
