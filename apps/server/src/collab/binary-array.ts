/**
 * Arrays in PostgreSQL's binary format: `pg` writes every byte of a `bytea[]` as two letters, and
 * sends what is a Buffer as it is.
 */
const oids = { bytea: 17, int8: 20, text: 25 } as const;
const headerBytes = 20;

function binaryArray(oid: number, elements: readonly (Uint8Array | null)[]): Buffer {
  const bytes = elements.reduce((sum, it) => sum + 4 + (it?.byteLength ?? 0), headerBytes);
  const array = Buffer.allocUnsafe(bytes);
  array.writeInt32BE(1, 0); // Dimensions.
  array.writeInt32BE(elements.includes(null) ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(elements.length, 12);
  array.writeInt32BE(1, 16); // The first index.
  let at = headerBytes;
  for (const element of elements) {
    at = array.writeInt32BE(element?.byteLength ?? -1, at);
    if (element === null) continue;
    array.set(element, at);
    at += element.byteLength;
  }
  return array;
}

/** For a parameter of type `bytea[]`. */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  return binaryArray(oids.bytea, values);
}

/** For a parameter of type `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  return binaryArray(
    oids.text,
    values.map((it) => (it === null ? null : Buffer.from(it))),
  );
}

/** For a parameter of type `bigint[]`. */
export function bigintArray(values: readonly number[]): Buffer {
  return binaryArray(
    oids.int8,
    values.map((it) => {
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeBigInt64BE(BigInt(it));
      return bytes;
    }),
  );
}
