/** Days and times of day as ISO 8601 has them, in the proleptic Gregorian calendar, for all years that 64 bits can count. */

export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 400 years. */
const daysOfEra = 146_097;
/** From 1 March of the year 0 to 1 January 1970. */
const daysBeforeEpoch = 719_468;

/** Days since 1970-01-01 → its date. (Howard Hinnant's civil_from_days: years begin in March.) */
export function civilDay(days: number): CivilDay {
  const shifted = days + daysBeforeEpoch;
  const era = Math.floor(shifted / daysOfEra);
  const dayOfEra = shifted - era * daysOfEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Its inverse; undefined for a day that no calendar has. */
export function daysOf({ year, month, day }: CivilDay): number | undefined {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * daysOfEra + dayOfEra - daysBeforeEpoch;
  const back = civilDay(days);
  return back.month === month && back.day === day ? days : undefined;
}

/** `2026-01-15`; years beyond four digits have a sign, as Java writes them. */
export function dayText(days: number): string {
  const { year, month, day } = civilDay(days);
  const digits = String(Math.abs(year)).padStart(4, '0');
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${digits}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const dayPattern = /^([+-]?\d{4,9})-(\d\d)-(\d\d)$/;

/** Days since 1970-01-01; undefined for anything but a day of the calendar. */
export function parseDay(text: string): number | undefined {
  const [, year, month, day] = dayPattern.exec(text) ?? [];
  if (year === undefined) return undefined;
  return daysOf({ year: Number(year), month: Number(month), day: Number(day) });
}

const timePattern = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;

export interface TimeOfDay {
  readonly seconds: number;
  readonly nanos: number;
}

/** `10:15`, `10:15:30.123456789`; undefined for anything but a time of day. */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const [, hours, minutes, seconds = '0', fraction = ''] = timePattern.exec(text) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || hours === undefined)
    return undefined;
  return {
    seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    nanos: Number(fraction.padEnd(9, '0')),
  };
}

const instantPattern = /^([^T ]+)[T ]([\d:.]+)(Z|[+-]\d\d:?\d\d)?$/;

export interface Instant {
  /** Since 1970-01-01, of the day as written. */
  readonly days: number;
  /** From the day's midnight on, in UTC if there is a zone, so that they may be negative, or more than a day has. */
  readonly seconds: number;
  /** Of the second. */
  readonly nanos: number;
  readonly hasZone: boolean;
}

/** `2026-01-15T10:15:30.123Z`, `2026-01-15T10:15+01:00`; undefined for anything else. */
export function parseInstant(text: string): Instant | undefined {
  const [, dayPart = '', timePart = '', zone] = instantPattern.exec(text) ?? [];
  const days = parseDay(dayPart);
  const time = parseTimeOfDay(timePart);
  if (days === undefined || time === undefined) return undefined;
  const offset = zone === undefined || zone === 'Z' ? 0 : offsetSeconds(zone);
  if (offset === undefined) return undefined;
  return { days, seconds: time.seconds - offset, nanos: time.nanos, hasZone: zone !== undefined };
}

function offsetSeconds(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
