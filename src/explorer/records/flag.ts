/** An option and its value as words of a command line. */

/** Nothing for undefined. What begins with a dash is a value only in the same word. */
export function flag(name: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.startsWith('-') || value === '' ? [`--${name}=${value}`] : [`--${name}`, value];
}
