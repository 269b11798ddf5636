/** What random values are made of, from numbers that may be seeded. */

/** From 0 to below 1. */
export type Random = () => number;

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A whole number from 0 to below `limit`. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** Of 3 to 10 letters. */
export function randomWord(random: Random): string {
  return Array.from({ length: 3 + below(8, random) }, () =>
    letters.charAt(below(letters.length, random)),
  ).join('');
}
