/** The menu's home: the cluster's state, and the places to go. */
import type { RawOptions } from '../../contract/command.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { addConnection, chooseCluster, typeAddress, withCluster } from './choose-cluster.js';
import { loadCommand } from '../form/load-command.js';
import { chooseAndDo, doCommand, doPath, runChosen } from '../form/do-command.js';
import { chooseDrill } from './drill.js';
import { browseAt, isByLines, recordsAt } from './explorer-place.js';
import { explainWords } from './explain-words.js';
import { fit } from '../../view/width.js';
import { places, placesWithout, type Place } from './home-places.js';
import { readStatus, statusLines } from './home-status.js';
import { chooseLesson } from './learn.js';
import { welcome } from './newcomer.js';
import type { Menu } from '../form/menu-context.js';
import { pickTopic } from '../form/pick-topic.js';
import { produceByHand } from '../records/produce-by-hand.js';
import { LabError } from '../../text/errors.js';
import { LeaveMenu } from '../ui/ui.js';

/** Resolves with the global options of the next visit, undefined to leave. */
export async function atHome(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  if (menu.home.explores) return explored(menu, globals);
  const status = await lookAround(menu);
  if (status === undefined) return (await isSure(menu)) ? undefined : globals;
  const greeting = typeof status === 'string' ? await welcome(menu.context) : undefined;
  const { title, choices } =
    typeof status === 'string'
      ? { title: greeting ?? status, choices: placesWithout(menu, greeting !== undefined) }
      : {
          title: statusLines(status)
            .map((line) => fit(line, menu.ui.columns))
            .join('\n'),
          choices: places(menu, isByLines(menu)),
        };
  const before = choices.findIndex(({ label }) => label === menu.home.label);
  const at = before === -1 ? choices.findIndex(({ value }) => value.to !== 'again') : before;
  const picked = await menu.ui.pick<Place>({ title, choices, at });
  if (picked?.kind !== 'choice') return (await isSure(menu)) ? undefined : globals;
  const chosen = choices[picked.at];
  if (chosen) menu.home.label = chosen.label;
  return go(menu, globals, picked.value);
}

/** Another connection is explored at its own visit, which has a session of its own. */
async function explored(menu: Menu, globals: RawOptions): Promise<RawOptions> {
  const next = await browseAt(menu, globals, ['monitor'], true);
  menu.home.explores = next !== undefined;
  return next ?? globals;
}

/** A sentence if it fails; undefined after Esc. */
async function lookAround(menu: Menu) {
  try {
    // A password is typed before the keys are watched.
    await menu.context.target();
    return await menu.ui.busy('Looking at the cluster', readStatus(menu.context));
  } catch (error) {
    const { code, message } = asLabError(error);
    return code === 'interrupted' ? 'Without its password this cluster cannot be read.' : message;
  }
}

async function go(menu: Menu, globals: RawOptions, place: Place): Promise<RawOptions | undefined> {
  switch (place.to) {
    case 'browse':
      return explored(menu, globals);
    case 'do':
      await chooseAndDo(menu);
      return globals;
    case 'produce': {
      const topic = await pickTopic(menu, 'Produce: to which topic?');
      if (topic !== undefined) await produceByHand(menu, topic);
      return globals;
    }
    case 'records': {
      const topic = await pickTopic(menu, 'Records: of which topic?');
      if (topic === undefined) return globals;
      return (await recordsAt(menu, globals, topic, false)) ?? globals;
    }
    case 'tail': {
      const topic = await pickTopic(menu, 'Tail: which topic?');
      if (topic === undefined) return globals;
      return (await recordsAt(menu, globals, topic, true)) ?? globals;
    }
    case 'learn':
      await chooseLesson(menu);
      return globals;
    case 'drill':
      await chooseDrill(menu);
      return globals;
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
      const spec = await loadCommand(menu, place.path);
      if (!spec || !place.ready) {
        await doPath(menu, place.path, {});
        return globals;
      }
      await runChosen(menu, spec, place.ready, { where: {} });
      // The address that did not answer is not the one that was just started.
      return withCluster(globals, {});
    }
    case 'again': {
      const known = await menu.understand(place.argv);
      if (known instanceof LabError) menu.ui.say(`error: ${known.message}`, 'bad');
      else await doCommand(menu, known.spec, known.chosen);
      return globals;
    }
    case 'leave':
      return undefined;
  }
}

/** At home one step back is out, which one key too many must not do. */
async function isSure(menu: Menu): Promise<boolean> {
  const picked = await menu.ui.pick({
    title: 'Quit kafka-lab? Esc or ^C again quits.',
    choices: [
      { value: 'stay', label: 'Stay' },
      { value: 'leave', label: 'Quit' },
    ],
  });
  if (picked === undefined) throw new LeaveMenu();
  return picked.kind === 'choice' && picked.value === 'leave';
}
