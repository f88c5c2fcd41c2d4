/** Formats of `Intl` by their options, each made once: making one costs as much as many uses. */
const made = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function once<Format extends Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const known = made.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const format = make();
  made.set(key, format);
  return format;
}

/** `tag` is a BCP 47 language tag. */
export const dateFormat = (tag: string, options: Intl.DateTimeFormatOptions) =>
  once(`date ${tag} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(tag, options));

/** `tag` is a BCP 47 language tag. */
export const relativeFormat = (tag: string, options: Intl.RelativeTimeFormatOptions) =>
  once(
    `relative ${tag} ${JSON.stringify(options)}`,
    () => new Intl.RelativeTimeFormat(tag, options),
  );
