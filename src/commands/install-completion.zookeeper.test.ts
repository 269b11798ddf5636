import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeTerminals, key, openTerminal } from '../testing/program/pseudo-terminal.js';
import { runCli } from '../testing/program/run-cli.js';

const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
const line = 'command -v kafka-lab >/dev/null 2>&1 && eval "$(kafka-lab completion bash)"';
const added = `# kafka-lab: completion for bash\n${line}\n`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-home-'));
});
afterEach(() => {
  closeTerminals();
  rmSync(home, { recursive: true, force: true });
});

const at = (name: string) => join(home, name);
const install = (shell: string, more: readonly string[] = ['--yes'], env = {}) =>
  runCli(['completion', shell, '--install', ...more], { env: { HOME: home, ...env } });

describe('completion --install', () => {
  test('adds to what is there, byte for byte, once', async () => {
    const before = Buffer.from([0x65, 0x63, 0x68, 0x6f, 0x20, 0xff, 0xfe]);
    writeFileSync(at('.bashrc'), before, { mode: 0o640 });
    expect((await install('bash')).exitCode).toBe(0);
    const after = readFileSync(at('.bashrc'));
    expect(after).toEqual(Buffer.concat([before, Buffer.from(`\n\n${added}`)]));
    expect(statSync(at('.bashrc')).mode & 0o777).toBe(0o640);
    const again = await install('bash', []);
    expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining('has it already')]);
    expect(readFileSync(at('.bashrc'))).toEqual(after);
    expect(readdirSync(home)).toEqual(['.bashrc']);
  });

  test('what a person has written before counts, a comment does not', async () => {
    writeFileSync(at('.zshrc'), '# source <(kafka-lab completion zsh)\n');
    await install('zsh');
    expect(readFileSync(at('.zshrc'), 'utf8')).toContain('eval "$(kafka-lab completion zsh)"');
    writeFileSync(at('.bashrc'), 'source <(kafka-lab completion bash)\n');
    expect((await install('bash')).stderr).toContain('Nothing to do');
  });

  test('a link stays a link, ZDOTDIR and XDG_CONFIG_HOME are heeded', async () => {
    mkdirSync(at('dotfiles'));
    writeFileSync(at('dotfiles/zshrc'), 'x=1\n');
    symlinkSync(at('dotfiles/zshrc'), at('.zshrc'));
    await install('zsh');
    expect(lstatSync(at('.zshrc')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('dotfiles/zshrc'), 'utf8')).toMatch(/^x=1\n\n# kafka-lab: completion for zsh\n/);
    await install('zsh', ['--yes'], { ZDOTDIR: at('z') });
    expect(existsSync(at('z/.zshrc'))).toBe(true);
    await install('fish', ['--yes'], { XDG_CONFIG_HOME: at('xdg') });
    const fish = at('xdg/fish/completions/kafka-lab.fish');
    expect(readFileSync(fish, 'utf8')).toBe((await runCli(['completion', 'fish'])).stdout);
    writeFileSync(fish, 'complete -c kafka-lab -a mine\n');
    const other = await install('fish', ['--yes'], { XDG_CONFIG_HOME: at('xdg') });
    expect([other.exitCode, other.stderr]).toEqual([1, expect.stringContaining("is not kafka-lab's")]);
    expect(readFileSync(fish, 'utf8')).toBe('complete -c kafka-lab -a mine\n');
  });

  test('without a terminal it needs --yes; without a home, and where it cannot write, it says so', async () => {
    const asked = await install('bash', []);
    expect([asked.exitCode, asked.stderr]).toEqual([
      2,
      expect.stringContaining('If you are sure: kafka-lab completion bash --install --yes'),
    ]);
    expect((await install('bash', ['--yes'], { HOME: '' })).stderr).toContain('HOME is not set');
    mkdirSync(at('.bashrc'));
    const folder = await install('bash');
    expect([folder.exitCode, folder.stderr]).toEqual([1, expect.stringContaining('cannot be read')]);
    expect(readdirSync(home)).toEqual(['.bashrc']);
  });
});

describe('what stands in the way is said in words, and nothing is changed', () => {
  const refused = async (shell: string, env = {}) => {
    const { exitCode, stderr } = await install(shell, ['--yes'], env);
    expect(exitCode).toBe(1);
    expect(stderr).not.toMatch(/E[A-Z]{4,}:/);
    return stderr;
  };
  const files: [string, string][] = [
    ['bash', '.bashrc'],
    ['zsh', '.zshrc'],
    ['fish', '.config/fish/completions/kafka-lab.fish'],
  ];

  test.each(files)(
    '%s: a pipe, a folder, a link to nothing, a file that is read-only',
    async (shell, name) => {
      const file = at(name);
      mkdirSync(dirname(file), { recursive: true });
      expect(spawnSync('mkfifo', [file]).status).toBe(0);
      expect(await refused(shell)).toContain('it is a pipe or a device, and not a file');
      rmSync(file);
      mkdirSync(file);
      expect(await refused(shell)).toContain('it is a folder, and not a file');
      rmSync(file, { recursive: true });
      symlinkSync(at('nowhere'), file);
      const dangling = await refused(shell);
      expect(dangling).toContain(`is a link to ${at('nowhere')}, and there is nothing at its end`);
      expect(dangling).toContain(`Take the link away: rm ${file}`);
      rmSync(file);
      writeFileSync(file, '# kafka-lab: completion for before\n', { mode: 0o444 });
      expect(await refused(shell)).toMatch(/is read-only\.[\s\S]*chmod u\+w/);
      expect(readFileSync(file, 'utf8')).toBe('# kafka-lab: completion for before\n');
      expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    },
  );

  test('a home that is not there or that is relative, and the same of ZDOTDIR and XDG_CONFIG_HOME', async () => {
    expect(await refused('bash', { HOME: at('absent') })).toContain('there is no such folder');
    expect(await refused('bash', { HOME: 'here' })).toContain('HOME is here, which is not an absolute path');
    expect(await refused('zsh', { ZDOTDIR: 'z' })).toContain('ZDOTDIR is z, which');
    expect(await refused('fish', { XDG_CONFIG_HOME: '.' })).toContain('XDG_CONFIG_HOME is ., which');
    symlinkSync(at('nowhere'), at('.config'));
    expect(await refused('fish')).toContain(`Take the link away: rm ${at('.config')}`);
    expect(readdirSync(home)).toEqual(['.config']);
  });

  test('a file of another user', async () => {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) {
      writeFileSync(at('other'), '');
      chownSync(at('other'), 1234, 1234);
    }
    symlinkSync(isRoot ? at('other') : '/etc/passwd', at('.bashrc'));
    expect(await refused('bash')).toContain('belongs to another user');
  });

  test('a shell that is not known, or none', async () => {
    const unknown = await install('tcsh');
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('bash, zsh, fish')]);
    const none = await runCli(['completion', '--install', '--yes'], { env: { HOME: home } });
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('SHELL')]);
    expect(readdirSync(home)).toEqual([]);
  });
});

test('owner and permissions stay, whatever the umask takes from new files; what is new belongs to whose home it is', async () => {
  // Another only if the test may give files away, as sudo may.
  const own = process.geteuid?.();
  const owner = own === 0 ? 1234 : own;
  const group = own === 0 ? 1234 : process.getegid?.();
  writeFileSync(at('.bashrc'), 'x=1\n');
  chmodSync(at('.bashrc'), 0o666);
  for (const path of [home, at('.bashrc')]) chownSync(path, owner ?? 0, group ?? 0);
  for (const shell of ['bash', 'fish']) expect((await install(shell)).exitCode).toBe(0);
  expect(statSync(at('.bashrc'))).toMatchObject({ uid: owner, gid: group, mode: 0o100666 });
  for (const path of ['.config', '.config/fish/completions', '.config/fish/completions/kafka-lab.fish'])
    expect(statSync(at(path))).toMatchObject({ uid: owner, gid: group });
});

describe('the built program on a terminal', () => {
  const open = () =>
    openTerminal(['completion', 'bash', '--install'], { env: { HOME: home, KAFKA_LAB_HOME: home } });

  test('asks, writes, and a new bash completes', async () => {
    writeFileSync(at('.bashrc'), 'export MINE=1\n');
    const terminal = open();
    await terminal.answer(`Add two lines to the end of ${at('.bashrc')}?`, `y${key.enter}`);
    await terminal.sees('To take it away');
    expect(await terminal.ended()).toBe(0);
    expect(readFileSync(at('.bashrc'), 'utf8')).toBe(`export MINE=1\n\n${added}`);
    mkdirSync(at('bin'));
    symlinkSync(program, at('bin/kafka-lab'));
    const path = [at('bin'), process.env['PATH']].join(delimiter);
    const bash = (PATH: string | undefined) =>
      spawnSync('bash', ['-ic', 'complete -p kafka-lab; echo "$MINE"'], {
        env: { HOME: home, KAFKA_LAB_HOME: home, ...(PATH === undefined ? {} : { PATH }) },
        encoding: 'utf8',
      }).stdout;
    expect(bash(path)).toBe('complete -F _kafka_lab kafka-lab\n1\n');
    // With the program gone, the shell starts as before.
    expect(bash(process.env['PATH'])).toBe('1\n');
  });

  test('a no changes nothing', async () => {
    const terminal = open();
    await terminal.answer('Add two lines to the end', `n${key.enter}`);
    expect(await terminal.ended()).toBe(130);
    expect(existsSync(at('.bashrc'))).toBe(false);
  });
});
