/** The end of a scale that holds a value: 2, 4, 10, 20, 40, 100 …, so that its half is a whole number. */
export function niceTop(value: number): number {
  for (let power = 1; ; power *= 10) {
    const top = [2, 4, 6, 8, 10].map((step) => step * power).find((one) => one >= value);
    if (top !== undefined) return top;
  }
}
