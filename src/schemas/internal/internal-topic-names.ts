/** Which topics are decoded by themselves: apart from what decodes them, which is loaded when one of them is read. */
const names: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

export function isDecodedByName(topic: string): boolean {
  return names.has(topic);
}
