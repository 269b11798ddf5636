/** How long a member may take to give back what it has and to leave. */
const leaveWithinMs = 3000;
const leaveInterruptedWithinMs = 700;

/** Whoever pressed ^C, so that `signal` is aborted, waits for less. */
export function leaveLimitMs({ signal }: { readonly signal: AbortSignal }): number {
  return signal.aborted ? leaveInterruptedWithinMs : leaveWithinMs;
}
