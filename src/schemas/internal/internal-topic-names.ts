/** Which topics are decoded by themselves: apart from what decodes them, which is loaded when one of them is read. */
const names: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
  '__cluster_metadata',
]);

export function isDecodedByName(topic: string): boolean {
  return names.has(topic);
}

/** The log of the cluster's metadata, which is no topic of any broker's. */
const metadataLog = { name: '__cluster_metadata', alias: '@metadata' };

/** A topic as it is typed → its name. */
export function topicNamed(typed: string): string {
  return typed === metadataLog.alias ? metadataLog.name : typed;
}

/** `name`: of a topic, not as it is typed. */
export function isMetadataLog(name: string): boolean {
  return name === metadataLog.name;
}
