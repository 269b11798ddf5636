/** Small letters and capitals. */

/** `replicationFactor` → `replication-factor`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** As a sentence begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `KAFKA` → `[Kk][Aa][Ff][Kk][Aa]`: a pattern of JSON Schema's, which has no flags, for a word in any letters. */
export function anyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
