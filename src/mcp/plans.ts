/** What was planned in this session: only that may be executed, once, and not long after. */

export interface Plans {
  remember(call: PlannedCall): void;
  /** Whether it was planned; it has to be planned anew afterwards. */
  take(call: PlannedCall): boolean;
}

export interface PlannedCall {
  readonly tool: string;
  readonly connection: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: string | undefined;
  /** The clusters that it was about, as they are configured: another one has another text. */
  readonly where: string;
}

/** A plan that is older tells of another cluster. */
export const planMs = 10 * 60_000;

export function rememberPlans(now: () => number): Plans {
  const madeAt = new Map<string, number>();
  return {
    remember(call) {
      for (const [key, at] of madeAt) if (now() - at > planMs) madeAt.delete(key);
      madeAt.set(keyOf(call), now());
    },
    take(call) {
      const key = keyOf(call);
      const at = madeAt.get(key);
      madeAt.delete(key);
      return at !== undefined && now() - at <= planMs;
    },
  };
}

function keyOf({ tool, connection, options, input, where }: PlannedCall): string {
  const sorted = Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([tool, connection ?? null, sorted, input ?? null, where]);
}
