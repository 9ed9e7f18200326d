// A connection whose messages of one turn of the event loop leave together: a system call costs more than what it carries.
import { Socket } from 'node:net';

export class GatheringSocket extends Socket {
  private gathers = false;

  // As Socket has it: any of its several ways to be called.
  override write(...written: unknown[]): boolean {
    if (!this.gathers) {
      this.gathers = true;
      this.cork();
      process.nextTick(() => {
        this.gathers = false;
        this.uncork();
      });
    }
    return Reflect.apply(super.write, this, written);
  }
}
