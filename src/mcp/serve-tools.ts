/** Serves the commands as tools over stdin and stdout until stdin ends, or a signal does. */
import { pipeline } from 'node:stream';
import type { CommandEntry, RawOptions, ToolBounds } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';
import { once } from '../text/once.js';
import { printable } from '../text/printable.js';
import type { World } from '../view/world.js';
import { beginningOf } from './as-data.js';
import { aboutData, callTool, failureOf, type CallSettings } from './call-tool.js';
import { isFixed } from './check-call.js';
import { keepSessions } from './kept-sessions.js';
import { rememberPlans } from './plans.js';
import { readMessages } from './read-messages.js';
import { describeTool, toolName, toolsOf, type Tool } from './tool.js';
import { takeTurns } from './turns.js';

export interface Served {
  readonly entries: readonly CommandEntry[];
  readonly execute: CallSettings['execute'];
  /** As typed when the server was started. */
  readonly globals: RawOptions;
  readonly bounds: ToolBounds;
}

/** An assistant may ask for everything at once, and each read holds answers in memory. */
const mostAtOnce = 4;
/** Of what is told while a call runs, in characters. */
const longestNote = 1000;

/** Throws LabError 'usage' on a terminal. */
export async function serveTools({ entries, execute, globals, bounds }: Served, world: World): Promise<void> {
  if (world.stdin.isTTY) throw notForTerminals();
  const { McpServer, ProtocolError, ProtocolErrorCode, serveStdio, StdioServerTransport } =
    await import('./sdk.js');
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, world.signal]);
  const sessions = keepSessions(signal);
  const plans = rememberPlans(() => world.now().getTime());
  const inTurn = takeTurns(mostAtOnce);
  const running = new Set<Promise<unknown>>();
  const settings = { allowWrites: bounds.allowWrites, isFixed: isFixed(globals) };
  const tools = once(() => toolsOf(entries, settings));
  const refused = once(() => toolsOf(entries, { ...settings, allowWrites: true }));

  async function find(name: string): Promise<Tool> {
    const all = await tools();
    // One that is not offered is refused in words, too: some callers know its name.
    const found =
      all.find((tool) => tool.name === name) ?? (await refused()).find((tool) => tool.name === name);
    if (found) return found;
    const named = beginningOf(name);
    const near = nearestNames(
      named,
      all.map((tool) => tool.name),
    );
    const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `There is no tool "${printable(named)}".${hint}`,
    );
  }

  const makeServer = () => {
    const whole = new McpServer(
      { name: 'kafka-lab', version: world.version },
      { capabilities: { tools: {} }, instructions: instructionsFor(bounds) },
    );
    // Tools registered one by one would have their arguments refused in the words of schemas.
    const { server } = whole;
    server.setRequestHandler('tools/list', async () => ({
      tools: (await tools()).map((tool) => describeTool(tool, settings)),
    }));
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      const tool = await find(params.name);
      const token = mcpReq._meta?.progressToken;
      let progress = 0;
      const onSaid = (message: string) => {
        if (token === undefined) return;
        progress += 1;
        const note = {
          progressToken: token,
          progress,
          message: printable(beginningOf(message, longestNote)),
        };
        mcpReq.notify({ method: 'notifications/progress', params: note }).catch(() => undefined);
      };
      const calling = inTurn(() =>
        callTool(tool, params.arguments ?? {}, {
          ...{ entries, execute, globals, bounds, plans, world, onSaid },
          createOpener: sessions.createOpener,
          signal: AbortSignal.any([signal, mcpReq.signal]),
        }),
      ).catch((error: unknown) => failureOf(error, bounds));
      running.add(calling);
      void calling.finally(() => running.delete(calling));
      return calling;
    });
    return whole;
  };

  const tell = (sentence: string) => void world.stderr.write(`${printable(sentence)}\n`);
  const codes = { request: ProtocolErrorCode.InvalidRequest, arguments: ProtocolErrorCode.InvalidParams };
  const messages = readMessages({
    tell,
    refuse(id, why, message) {
      transport.send({ jsonrpc: '2.0', id, error: { code: codes[why], message } }).catch(() => undefined);
    },
  });
  // Each answer that waits for a slow reader listens for its going.
  world.stdout.setMaxListeners(Infinity);
  const transport = new StdioServerTransport(messages, world.stdout);
  const closeTransport = transport.close.bind(transport);
  const closed = new Promise<void>((resolve) => {
    transport.close = async () => {
      await closeTransport();
      resolve();
    };
  });
  const handle = serveStdio(makeServer, {
    transport,
    onerror: (error) => tell(error.message),
  });
  // What goes wrong with stdin ends the messages with it.
  pipeline(world.stdin, messages, () => undefined);
  const stop = () => void handle.close();
  world.signal.addEventListener('abort', stop, { once: true });
  if (world.signal.aborted) stop();
  await closed;
  world.signal.removeEventListener('abort', stop);
  ending.abort();
  messages.destroy();
  await Promise.allSettled(running);
  await sessions.close();
}

function notForTerminals(): LabError {
  return new LabError('usage', 'mcp speaks with a program over stdin and stdout, and this is a terminal.', {
    hint: `An assistant starts it, by its configuration: {"mcpServers": {"kafka": {"command": "kafka-lab", "args": ["mcp"]}}}`,
  });
}

function instructionsFor({ allowWrites, maxRows }: ToolBounds): string {
  return [
    'Each tool is a command of kafka-lab, which looks at Apache Kafka clusters. What a result says under "command" can be typed on a shell.',
    `Which groups are behind, and since when: ${toolName(['groups', 'list'])} with "since": true. What is wrong with a cluster: monitor with "once": true. A term of Kafka: explain.`,
    `Lists and reads end at ${maxRows} entries, and a result says what was cut: ask for less, by name, filter or position.`,
    allowWrites
      ? 'A change is planned by a first call; the same call with "execute": true makes it. Show the plan to the person before that.'
      : 'This server only reads.',
    aboutData,
  ].join('\n');
}
