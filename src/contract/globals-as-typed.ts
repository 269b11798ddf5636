/** The global options as words again. */
import type { RawOptions } from './command.js';
import { fieldsOf } from './fields.js';
import { globalOptions } from '../text/global-options.js';

/** The way back from options to words, for running other commands. */
export function globalsAsTyped(raw: RawOptions): string[] {
  return fieldsOf(globalOptions).flatMap((field) => {
    const value = raw[field.name];
    if (value === undefined || value === field.default) return [];
    if (field.type === 'boolean') return [value === true ? `--${field.flag}` : `--no-${field.flag}`];
    const values = Array.isArray(value) ? value : [value];
    const flag = field.short === undefined ? `--${field.flag}` : `-${field.short}`;
    return values.flatMap((each) => (typeof each === 'string' ? [flag, each] : []));
  });
}
