/** A broker's "Unknown topic config name" does not say which names there are. */
import { nearestNames } from '../../text/nearest-names.js';

/** Undefined if the refusal is about something else, or no name is near. */
export function hintForMistyped(
  names: Iterable<string>,
  known: readonly string[],
  errorMessage: string | null,
): string | undefined {
  if (errorMessage?.includes('Unknown') !== true) return undefined;
  const unknown = [...names].find((name) => !known.includes(name));
  const near = unknown === undefined ? [] : nearestNames(unknown, known);
  return near.length > 0 ? `Did you mean ${near.join(', ')}?` : undefined;
}
