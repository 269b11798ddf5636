/** What happens to a read that whoever started it should be told. */

export type ReadEvent =
  /** The asked offset is gone (retention, `topics trim`) or not there yet; the read goes on at `continuesAt`. */
  | {
      readonly kind: 'out of range';
      readonly topic: string;
      readonly partition: number;
      readonly asked: number;
      /** The earliest offset when the asked one is gone, the end of the log when it lies beyond. */
      readonly continuesAt: number;
    }
  /** Told once: the broker lets this client wait, because of a quota. */
  | { readonly kind: 'throttled'; readonly address: string; readonly throttleMs: number }
  /** Told once: it has let this client wait again and again without sending anything. */
  | { readonly kind: 'starved'; readonly address: string; readonly forMs: number }
  | {
      readonly kind: 'too short';
      readonly topic: string;
      readonly partition: number;
      readonly end: number;
      readonly expected: number;
    }
  | { readonly kind: 'deleted'; readonly topic: string }
  | { readonly kind: 'recreated'; readonly topic: string }
  | { readonly kind: 'found'; readonly topic: string; readonly partition: number; readonly from: number }
  | {
      readonly kind: 'stuck';
      readonly topic: string;
      readonly partition: number;
      readonly forMs: number;
      readonly reason: string;
    }
  /** Followed records wait for an open transaction to end. */
  | {
      readonly kind: 'open transaction';
      readonly topic: string;
      readonly partition: number;
      readonly from: number;
      readonly offsets: number;
    };

export function describeReadEvent(event: ReadEvent): string {
  switch (event.kind) {
    case 'out of range':
      return `${nameOf(event)}: offset ${event.asked} does not exist (any more); continuing at ${event.continuesAt}.`;
    case 'throttled':
      return `The broker at ${event.address} throttles this client, by ${event.throttleMs} ms now: a quota limits it (kafka-lab quotas list). Reading continues more slowly.`;
    case 'starved':
      return `The broker at ${event.address} has sent nothing for ${Math.round(event.forMs / 1000)} s because of the quota: a batch of records that is larger than the quota allows in its window (11 s, quota.window.num) never comes.`;
    case 'too short':
      return `${nameOf(event)} ends at offset ${event.end} now, before ${event.expected}: records up to there were lost, as in an unclean election, or truncated.`;
    case 'deleted':
      return `Topic ${event.topic} was deleted; nothing more can be read from it.`;
    case 'recreated':
      return `Topic ${event.topic} was deleted and created again; reading its new records from the beginning.`;
    case 'found':
      return `${nameOf(event)} can be read now: from offset ${event.from}.`;
    case 'stuck':
      return `${nameOf(event)}: nothing could be read for ${Math.round(event.forMs / 1000)} s (${event.reason}); still trying.`;
    case 'open transaction':
      return describeOpen(event);
  }
}

export interface OpenTail {
  readonly topic: string;
  readonly partition: number;
  /** The last stable offset. */
  readonly from: number;
  readonly offsets: number;
}

/** Without whose transaction it is, which takes another question. */
export function describeOpen({ from, offsets, ...name }: OpenTail): string {
  const [what, wait] = offsets === 1 ? ['1 offset', 'waits'] : [`${offsets} offsets`, 'wait'];
  return `${nameOf(name)}: ${what} from ${from} on ${wait} for an open transaction; --isolation read_uncommitted shows them.`;
}

function nameOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}[${partition}]`;
}
