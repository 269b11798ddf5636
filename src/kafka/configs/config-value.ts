/** Whether two spellings of a config are one value: brokers parse what is set and return it in their own spelling. */

/** Java's: a double may be hexadecimal or end in f or d, which nobody writes into a config. */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const whole = /^[+-]?\d+$/;

/** `type`: Kafka's name of it, as in `configTypes`; null from brokers before 2.6, where only spaces around it do not count. */
export function isSameConfigValue(type: string | null, one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return one === other || canonical(type, one.trim()) === canonical(type, other.trim());
}

function canonical(type: string | null, value: string): string {
  switch (type) {
    case 'boolean':
      return value.toLowerCase();
    case 'int':
    case 'short':
    case 'long':
      return whole.test(value) ? String(BigInt(value.replace('+', ''))) : value;
    case 'double':
      return decimal.test(value) ? String(Number(value)) : value;
    case 'list':
      return value.split(/\s*,\s*/).join(',');
    default:
      return value;
  }
}
