import { expect, test } from '@jest/globals';
import { registryUrlComplaint } from './registry-url.js';

test.each([
  'http://localhost:8081',
  'https://schemas.example.com',
  'HTTPS://Schemas.example.com:8081/',
  'http://[::1]:8081',
  'http://alice:s%40crt@localhost:8081',
  'http://localhost:8080/apis/ccompat/v7/',
  // A proxy may call it so.
  'https://gateway.example.com/schemas',
])('%s is an address', (text) => expect(registryUrlComplaint(text)).toBeUndefined());

test.each([
  ['localhost:8081', 'type http://localhost:8081'],
  ['schemas.example.com', 'type http://schemas.example.com'],
  ['10.0.0.1:8081/apis/ccompat/v7/', 'type http://10.0.0.1:8081/apis/ccompat/v7'],
  ['//localhost:8081', 'type http://localhost:8081'],
  ['http:/localhost:8081', 'type http://localhost:8081'],
  ['[::1]:8081', 'type http://[::1]:8081'],
  ['alice:secret@localhost:8081', 'type http://USER:PASSWORD@localhost:8081'],
  [':8081', 'type http://HOST:8081'],
  ['localhost:99999', 'type http://HOST:8081'],
  ['ftp://localhost:8081', 'not by ftp://; its address looks like http://HOST:8081'],
  ['htps://alice:secret@localhost', 'not by htps://'],
  ['http://localhost:99999', 'it is not the address of a server'],
  ['http://', 'it is not the address of a server'],
  ['http://a:8081,http://b:8081', 'it is a list'],
  ['', 'it is empty'],
  ['  ', 'it is empty'],
  [' http://localhost:8081', 'no blanks'],
  ['http://local host:8081', 'no blanks'],
  ['http://localhost:8081/\u001b[2J', 'no blanks'],
  ['http:\\\\localhost', 'no backslashes'],
  ['http://localhost:8081/#secret', '(#); type http://localhost:8081'],
  ['http://localhost:8081/?secret=1', '(?) nor a fragment (#); type http://localhost:8081'],
  ['http://alice:secret@localhost:8081#', 'type http://USER:PASSWORD@localhost:8081'],
  ['http://%zz:secret@localhost', 'not percent-encoded'],
  ['http://localhost:8081/subjects', 'type http://localhost:8081'],
  ['http://localhost:8081/subjects/orders-value/versions', 'type http://localhost:8081'],
  ['http://alice:secret@h/apis/ccompat/v7/schemas/ids/1', 'type http://USER:PASSWORD@h/apis/ccompat/v7'],
  ['http://localhost:8080/apis/registry/v2', 'type http://localhost:8080/apis/ccompat/v7'],
  ['http://localhost:8080/ui/artifacts', 'type http://localhost:8080/apis/ccompat/v7'],
])('%j: %s', (text, words) => {
  const complaint = registryUrlComplaint(text) ?? '';
  expect(complaint).toContain(words);
  if (words.includes('type ')) expect(complaint.endsWith(words)).toBe(true);
  expect(complaint).not.toMatch(/secret|alice|\p{Cc}/u);
  const advice = /; type (http:\/\/(?!HOST|USER).*)$/.exec(complaint)?.[1];
  if (advice !== undefined) expect(registryUrlComplaint(advice)).toBeUndefined();
});
