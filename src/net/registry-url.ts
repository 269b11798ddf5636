/** What is wrong with the address of a schema registry, in words that never repeat a login. */

const example = 'http://HOST:8081';
/** Of requests; what stands before is where the registry is. Not `/schemas` alone, which may be a proxy's name for one. */
const requestPath = /\/(?:subjects|schemas\/(?:ids|guids|types))(?:\/.*)?$/;
/** What Apicurio has beside Confluent's API. */
const ofApicurio = /^\/(?:apis\/registry|ui)(?:\/|$)/;

/** Undefined if a registry can be asked there; otherwise the end of a sentence that says what to type instead. */
export function registryUrlComplaint(text: string): string | undefined {
  if (text.trim() === '') return `it is empty; an address looks like ${example}`;
  // A URL would take them for something else, or drop them.
  if (/[\s\p{Cc}\\]/u.test(text))
    return `an address has no blanks and no backslashes; it looks like ${example}`;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    const meant = `http://${text.replace(/^(?:https?:)?\/*/i, '')}`;
    const isAddress = registryUrlComplaint(meant) === undefined;
    return `it does not begin with http:// or https://; type ${isAddress ? withoutLogin(new URL(meant)) : example}`;
  }
  if (scheme !== 'http' && scheme !== 'https')
    return `a registry is asked by http:// or https://, not by ${scheme}://; its address looks like ${example}`;
  if (/,https?:\/\//i.test(text)) return `it is a list, and one address is taken, such as ${example}`;
  if (!URL.canParse(text)) return `it is not the address of a server; it looks like ${example}`;
  const url = new URL(text);
  if (/[?#]/.test(text))
    return `an address of a registry has neither a query (?) nor a fragment (#); type ${withoutLogin(url)}`;
  if (!isDecodable(url)) return 'the login in it is not percent-encoded as a URL needs it';
  const request = requestPath.exec(url.pathname)?.[0];
  if (request !== undefined)
    return `it ends with the path of a request; type ${withoutLogin(url, url.pathname.slice(0, -request.length))}`;
  if (ofApicurio.test(url.pathname))
    return `Apicurio answers as other registries do at another path; type ${withoutLogin(url, '/apis/ccompat/v7')}`;
  return undefined;
}

/** As it is typed, with words in the place of a login. */
export function withoutLogin({ protocol, username, password, host, pathname }: URL, path = pathname): string {
  const login = username === '' && password === '' ? '' : 'USER:PASSWORD@';
  return `${protocol}//${login}${host}${path.replace(/\/+$/, '')}`;
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}
