/** Brokers asked again and again: one that hangs holds nothing up, and is not asked anew until it has answered. */
import { unlessAborted } from '../../text/wait.js';
import { LabError } from '../../text/errors.js';

/** What the broker answered, or in words why it did not. Throws only LabError 'interrupted' and what is no LabError. */
export type PatientAsker<Answer> = (id: number, ask: () => Promise<Answer>) => Promise<Answer | string>;

/** `patienceMs`: how long each of them may take. */
export function createPatientAsker<Answer extends object>(patienceMs: number): PatientAsker<Answer> {
  const unanswered = new Map<number, Promise<unknown>>();
  const silence = `no answer within ${patienceMs / 1000} s`;
  return async (id, ask) => {
    if (unanswered.has(id)) return silence;
    const asking = ask().catch((error: unknown) => {
      if (error instanceof LabError && error.code !== 'interrupted') return error.message;
      throw error;
    });
    const answered = () => unanswered.delete(id);
    unanswered.set(id, asking);
    asking.then(answered, answered);
    return (await unlessAborted(asking, AbortSignal.timeout(patienceMs))) ?? silence;
  };
}
