/** What is wrong with settings, in words and without their values, which may be secret. */
import type { z } from 'zod';
import { printable } from '../text/printable.js';

export function complaintsOf(error: z.ZodError): string {
  return error.issues.map(inWords).join('; ');
}

export function inWords({ path, message }: z.core.$ZodIssue): string {
  const place = path.length === 0 ? '' : `${path.map((key) => printable(String(key))).join('.')}: `;
  return `${place}${withoutCapital(message)}`;
}

function withoutCapital(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
