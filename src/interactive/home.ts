/** The menu's home: where you are, and where to go from here. */
import type { RawOptions } from '../cli.js';
import { asLabError } from '../kafka/errors.js';
import { browse } from './browse.js';
import { addConnection, chooseCluster, typeAddress, withCluster } from './choose-cluster.js';
import { shellLine } from './command-line.js';
import { chooseAndDo, doCommand, doPath, runChosen } from './do-command.js';
import { fit } from './fit.js';
import { explainWords } from './explain-words.js';
import { readStatus, statusLines } from './home-status.js';
import type { Menu } from './menu-context.js';
import { pickTopic } from './pick-topic.js';
import { produceByHand } from './produce-by-hand.js';
import { tailTopic } from './tail.js';
import { LeaveMenu, type Choice } from './ui.js';

type Place =
  | {
      readonly to:
        'browse' | 'do' | 'produce' | 'tail' | 'explain' | 'cluster' | 'address' | 'connection' | 'leave';
    }
  /** One command, asked about but for what is in `ready`. */
  | { readonly to: 'path'; readonly path: string; readonly ready?: boolean }
  | { readonly to: 'again'; readonly argv: readonly string[] };

const mostRecent = 3;

/** Resolves with the global options of the next visit, undefined to leave. */
export async function atHome(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  const status = await lookAround(menu);
  if (status === undefined) return (await isSure(menu)) ? undefined : globals;
  const { title, choices } =
    typeof status === 'string'
      ? { title: status, choices: placesWithout(menu) }
      : {
          title: statusLines(status)
            .map((line) => fit(line, menu.ui.columns))
            .join('\n'),
          choices: places(menu),
        };
  const at = choices.findIndex(({ value }) => value.to !== 'again');
  const picked = await menu.ui.pick<Place>({ title, choices, at });
  if (picked?.kind !== 'choice') return (await isSure(menu)) ? undefined : globals;
  return go(menu, globals, picked.value);
}

/** A sentence where it does not work; undefined when the person did not want to wait. */
async function lookAround(menu: Menu) {
  try {
    // Whoever has to type a password does so before the keys are watched.
    await menu.context.target();
    return await menu.ui.busy('Looking at the cluster', readStatus(menu.context));
  } catch (error) {
    const { code, message } = asLabError(error);
    return code === 'interrupted' ? 'Without its password this cluster cannot be looked at.' : message;
  }
}

async function go(menu: Menu, globals: RawOptions, place: Place): Promise<RawOptions | undefined> {
  switch (place.to) {
    case 'browse':
      return (await browse(menu, globals)) ?? globals;
    case 'do':
      await chooseAndDo(menu);
      return globals;
    case 'produce': {
      const topic = await pickTopic(menu, 'Produce: to which topic?');
      if (topic !== undefined) await produceByHand(menu, topic);
      return globals;
    }
    case 'tail': {
      const topic = await pickTopic(menu, 'Tail: which topic?');
      if (topic !== undefined) await tailTopic(menu, topic);
      return globals;
    }
    case 'explain':
      await explainWords(menu);
      return globals;
    case 'cluster':
      return (await chooseCluster(menu, globals)) ?? globals;
    case 'address':
      return (await typeAddress(menu, globals)) ?? globals;
    case 'connection':
      await addConnection(menu);
      return globals;
    case 'path': {
      const spec = await menu.entries.find(({ path }) => path === place.path)?.load();
      if (!spec || !place.ready) {
        await doPath(menu, place.path, {});
        return globals;
      }
      await runChosen(menu, spec, {}, { anywhere: true });
      // The address that did not answer is not the one that was just started.
      return withCluster(globals, {});
    }
    case 'again': {
      const known = await menu.understand(place.argv);
      if (known) await doCommand(menu, known.spec, known.chosen);
      return globals;
    }
    case 'leave':
      return undefined;
  }
}

function places(menu: Menu): Choice<Place>[] {
  return [
    ...recentPlaces(menu),
    {
      value: { to: 'browse' },
      label: 'Browse',
      detail: 'brokers, topics and their records, consumers, ZooKeeper',
      about: 'Look around in the cluster. Nothing is changed by looking.',
    },
    {
      value: { to: 'do' },
      label: 'Do',
      detail: 'every command, with its options asked for',
      about:
        'All commands, grouped as in kafka-lab --help. Each choice shows the line that you could type yourself.',
    },
    { value: { to: 'produce' }, label: 'Produce', detail: 'write a record by hand', term: 'producer' },
    { value: { to: 'tail' }, label: 'Tail', detail: 'watch records arrive', term: 'consumer' },
    ...everywhere(),
  ];
}

function placesWithout(menu: Menu): Choice<Place>[] {
  const offered: Choice<Place>[] = [
    {
      value: { to: 'path', path: 'cluster up', ready: true },
      label: 'Start the practice cluster',
      detail: 'ZooKeeper and three brokers on this machine',
      term: 'practice cluster',
    },
    {
      value: { to: 'cluster' },
      label: 'Another cluster',
      detail: 'a connection, a practice cluster, one used before',
      term: 'cluster',
    },
    {
      value: { to: 'address' },
      label: 'Type an address',
      detail: 'HOST:PORT of any broker',
      term: 'bootstrap server',
    },
    {
      value: { to: 'connection' },
      label: 'Add a connection',
      detail: 'a name for brokers, ZooKeeper and security',
      term: 'connection',
    },
    {
      value: { to: 'path', path: 'connections doctor' },
      label: 'Ask the doctor',
      detail: 'what is wrong between here and the brokers',
    },
    { value: { to: 'do' }, label: 'Do', detail: 'every command, with its options asked for' },
    ...everywhere().filter(({ value }) => value.to !== 'cluster'),
  ];
  return offered.filter(
    ({ value }) => value.to !== 'path' || menu.entries.some(({ path }) => path === value.path),
  );
}

function everywhere(): Choice<Place>[] {
  return [
    { value: { to: 'explain' }, label: 'Explain', detail: 'what a word of Kafka’s means' },
    {
      value: { to: 'cluster' },
      label: 'Another cluster',
      detail: 'a connection, a practice cluster, an address; add one, or ask the doctor',
      term: 'connection',
    },
    { value: { to: 'leave' }, label: 'Leave', detail: 'a second ^C does, too' },
  ];
}

function recentPlaces(menu: Menu): Choice<Place>[] {
  return menu.recent.commands.slice(0, mostRecent).map((argv) => ({
    value: { to: 'again', argv },
    label: `$ ${shellLine(argv)}`,
    about: 'You ran this lately. It is shown once more before it runs.',
  }));
}

/** At home one step back is out; nobody should fall out by one key too many. */
async function isSure(menu: Menu): Promise<boolean> {
  const picked = await menu.ui.pick({
    title: 'Leave kafka-lab? Esc or ^C again leaves.',
    choices: [
      { value: 'stay', label: 'Stay' },
      { value: 'leave', label: 'Leave' },
    ],
  });
  if (picked === undefined) throw new LeaveMenu();
  return picked.kind === 'choice' && picked.value === 'leave';
}
