/** How Avro's times count. */
import type { TimeUnit } from './types.js';

export const unitsPerSecond: Readonly<Record<TimeUnit, number>> = { millis: 1e3, micros: 1e6, nanos: 1e9 };

/** Days around 1970 whose units a double counts exactly. */
export const daysPerUnit: Readonly<Record<TimeUnit, number>> = { millis: 1e8, micros: 1e5, nanos: 100 };
