/** What `format` asks of texts. Formats that are not here are no condition. Expressions that run over a text once. */

const day = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const time = String.raw`([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?`;
const zone = String.raw`(?:[zZ]|([+-])([01]\d|2[0-3]):([0-5]\d))`;
const dayText = new RegExp(`^${day}$`);
const timeText = new RegExp(`^${time}${zone}$`);
const label = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;
const uriSigns = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})*$/;

const formats: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries({
    'date-time': (text: string) =>
      isDay(text.slice(0, 10)) && /^[tT]$/.test(text.charAt(10)) && isTime(text.slice(11)),
    date: isDay,
    time: isTime,
    email: isEmail,
    hostname: isHostname,
    ipv4: isIpv4,
    ipv6: isIpv6,
    uri: (text: string) => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && isUriReference(text),
    'uri-reference': isUriReference,
    uuid: (text: string) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text),
    'json-pointer': isPointer,
    'relative-json-pointer': (text: string) =>
      /^(?:0|[1-9]\d*)(?:#$|(?=\/|$))/.test(text) && isPointer(text.replace(/^\d+#?/, '')),
    regex: isRegex,
  }),
);

/** Undefined if it is no condition. */
export function formatCheck(name: string): ((text: string) => boolean) | undefined {
  return formats.get(name);
}

function isDay(text: string): boolean {
  const [, year, month, date] = dayText.exec(text) ?? [];
  if (year === undefined) return false;
  const last = new Date(Date.UTC(2000, Number(month), 0)).getUTCDate();
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 && !isLeap ? 28 : last;
  return Number(month) >= 1 && Number(month) <= 12 && Number(date) >= 1 && Number(date) <= days;
}

/** A leap second is one at the end of a day in UTC. */
function isTime(text: string): boolean {
  const [, hour, minute, second, sign, zoneHour = 0, zoneMinute = 0] = timeText.exec(text) ?? [];
  if (hour === undefined) return false;
  if (second !== '60') return true;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  return (Number(hour) * 60 + Number(minute) - offset + 1440) % 1440 === 1439;
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, at);
  const host = text.slice(at + 1);
  const isName =
    /^"[^"\\\s]*(?: [^"\\\s]*)*"$/.test(name) ||
    /^[^\s"(),:;<>@[\\\].]+(?:\.[^\s"(),:;<>@[\\\].]+)*$/.test(name);
  return (
    at > 0 &&
    isName &&
    (isHostname(host) ||
      (/^\[.*\]$/.test(host) &&
        (isIpv4(host.slice(1, -1)) || isIpv6(host.slice(1, -1).replace(/^IPv6:/, '')))))
  );
}

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((each) => label.test(each));
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((each) => /^(?:0|[1-9]\d{0,2})$/.test(each) && Number(each) <= 255)
  );
}

function isIpv6(text: string): boolean {
  if (!/^[\da-fA-F:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [half, words] of halves.map((each) => (each === '' ? [] : each.split(':'))).entries()) {
    for (const [index, word] of words.entries()) {
      const isLast = half === halves.length - 1 && index === words.length - 1;
      if (isLast && word.includes('.') && isIpv4(word)) groups += 2;
      else if (/^[\da-fA-F]{1,4}$/.test(word)) groups += 1;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

function isUriReference(text: string): boolean {
  if (!uriSigns.test(text) || (text.match(/#/g)?.length ?? 0) > 1) return false;
  const scheme = /^([^:/?#]*):/.exec(text)?.[1];
  if (scheme !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) return false;
  const authority = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?#]*)/.exec(text)?.[1];
  const rest = authority === undefined ? text : text.slice(text.indexOf(authority) + authority.length);
  if (/[[\]]/.test(rest)) return false;
  if (authority === undefined) return true;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (/[[\]]/.test(authority.slice(0, authority.length - host.length))) return false;
  return /^\[[^\]]*\](?::\d*)?$/.test(host) || /^[^[\]:]*(?::\d*)?$/.test(host);
}

function isPointer(text: string): boolean {
  return /^(?:\/(?:[^~/]|~[01])*)*$/.test(text);
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
