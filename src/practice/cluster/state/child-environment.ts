/** What a program that outlives a command, or is one of its own making, gets of this one's environment: no passwords, no tokens. */
import type { Environment } from '../../../view/world.js';

const kept = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TERM', 'TMPDIR', 'TEMP', 'TMP'],
  ...['JAVA_HOME', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'KAFKA_LAB_HOME'],
  // Windows starts nothing without these.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
]);

export function childEnvironment(env: Environment): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    entries.filter(([name]) => kept.has(name.toUpperCase()) || /^(LC|XDG)_/.test(name)),
  );
}
