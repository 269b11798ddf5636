/** The header: which cluster this is, in its colour, and how it fares. */
import type { Pulse } from '../state/view-kind.js';
import { printable } from '../../text/printable.js';
import type { Colour, Span } from '../../view/screen.js';

export interface Place {
  /** The connection, the practice cluster or the address. */
  readonly name: string;
  readonly colour: Colour | undefined;
  readonly guard: 'readonly' | 'protected' | undefined;
  /** Its brokers may be killed with `K`. */
  readonly isPractice: boolean;
}

/** `pulse`: undefined before the first answer, null if no broker answers. */
export function headerSpans(
  { name, colour, guard }: Pick<Place, 'name' | 'colour' | 'guard'>,
  pulse: Pulse | null | undefined,
): readonly Span[] {
  return [
    { text: `● ${printable(name)}`, ...(colour === undefined ? { tone: 'strong' as const } : { colour }) },
    ...(guard === undefined ? [] : [{ text: ' ' }, { text: ` ${guard} `, tone: 'marked' as const }]),
    { text: '  ' },
    ...pulseSpans(pulse),
  ];
}

function pulseSpans(pulse: Pulse | null | undefined): readonly Span[] {
  if (pulse === undefined) return [];
  if (pulse === null) return [{ text: 'no broker answers', tone: 'bad' }];
  const { brokersUp, brokers, underReplicated, offline } = pulse;
  return [
    { text: `brokers ${brokersUp}/${brokers}`, tone: brokersUp === brokers ? 'good' : 'bad' },
    ...(underReplicated > 0
      ? [{ text: '  ' }, { text: `${underReplicated} under-replicated`, tone: 'warn' as const }]
      : []),
    ...(offline > 0 ? [{ text: '  ' }, { text: `${offline} offline`, tone: 'bad' as const }] : []),
  ];
}
