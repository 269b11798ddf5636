/** Whether a list was asked for as a whole or in part: an empty one means something else then. */

/** `options`: those that leave something out. Without them, as in a menu, all was asked for. */
export function isNarrowed(options: Readonly<Record<string, unknown>> = {}): boolean {
  return Object.values(options).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false,
  );
}
