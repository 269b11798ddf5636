/** The schema of a map whose keys are names that a person chose. */
import { z } from 'zod';

/** zod leaves this name out of a record, so that what it stands for would be passed over without a word. */
const unusable = '__proto__';

export function named<T extends z.ZodType>(each: T, name: z.ZodString = z.string()) {
  return z.preprocess(
    (given, context) => {
      if (typeof given === 'object' && given !== null && Object.hasOwn(given, unusable)) {
        context.addIssue({ code: 'custom', message: 'this name cannot be used in a file', path: [unusable] });
      }
      return given;
    },
    // For its JSON Schema, as zod does not come to the name itself.
    z.record(name.meta({ ...name.meta(), not: { const: unusable } }), each),
  );
}
