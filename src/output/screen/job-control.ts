/** ^Z and SIGTSTP: the terminal is given back before the process stops, and taken again when it goes on. */
import type { JobControl, TerminalUse } from '../../view/world.js';

/** What of `process` this takes. */
type Stoppable = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid'>;

/** By then a process that can be stopped is; its timers wait until it goes on. */
const stoppedMs = 100;

export function createJobControl(self: Stoppable): JobControl {
  const uses = new Set<TerminalUse>();

  function listen(): void {
    self.on('SIGTSTP', stop);
    self.on('SIGCONT', goOn);
  }

  function ignore(): void {
    self.off('SIGTSTP', stop);
    self.off('SIGCONT', goOn);
  }

  function stop(): void {
    for (const use of uses) use.leave();
    // Without a listener it stops the process, unless there is no shell that could let it go on: it goes on at once then.
    ignore();
    self.kill(self.pid, 'SIGTSTP');
    setTimeout(() => {
      if (uses.size > 0) listen();
      goOn();
    }, stoppedMs);
  }

  function goOn(): void {
    for (const use of uses) use.enter();
  }

  return {
    stop,
    atStop(use) {
      if (uses.size === 0) listen();
      uses.add(use);
      return () => {
        uses.delete(use);
        if (uses.size === 0) ignore();
      };
    },
  };
}
