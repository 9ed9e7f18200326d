// Places: the connections that a process may have open at a time. Who only rests in one gives it up when another needs it.

export interface Place {
  /**
   * Waits in the place. Returns whether it may be kept: `wanted` is aborted when somebody else needs it.
   * @param rank of those who rest, the one of the lowest rank leaves first; among equals, whoever has rested longest
   */
  rest(rank: number, wait: (wanted: AbortSignal) => Promise<void>): Promise<boolean>;
  /** Gives the place up before the work in it is done. */
  leave(): void;
}

export interface Places {
  /** Runs `work` when there is a place, first come first served; does nothing once `stop` is aborted. */
  within(stop: AbortSignal, work: (place: Place) => Promise<void>): Promise<void>;
}

interface Resting {
  rank: number;
  wanted: AbortController;
}

export function openPlaces(most: number): Places {
  let taken = 0;
  /** Places that were asked for and are not free yet. */
  let leaving = 0;
  const waiting = new Set<() => void>();
  const resting = new Set<Resting>();

  async function take(stop: AbortSignal): Promise<void> {
    if (taken < most) {
      taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const give = () => {
        stop.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.delete(give);
        reject(stop.reason);
      };
      stop.addEventListener('abort', giveUp, { once: true });
      waiting.add(give);
      askForPlaces();
    });
  }

  function askForPlaces(): void {
    while (leaving < waiting.size && resting.size > 0) {
      const first = [...resting].reduce((least, one) => (one.rank < least.rank ? one : least));
      resting.delete(first);
      leaving++;
      first.wanted.abort();
    }
  }

  function free(): void {
    const [next] = waiting;
    if (next) waiting.delete(next);
    else taken--;
    next?.();
  }

  function sit(): Place {
    let asked = false;
    let left = false;
    return {
      async rest(rank, wait) {
        const me = { rank, wanted: new AbortController() };
        resting.add(me);
        askForPlaces();
        try {
          await wait(me.wanted.signal);
        } finally {
          resting.delete(me);
          asked = me.wanted.signal.aborted;
        }
        return !asked;
      },
      leave() {
        if (left) return;
        left = true;
        if (asked) leaving--;
        free();
      },
    };
  }

  return {
    async within(stop, work) {
      if (stop.aborted) return;
      try {
        await take(stop);
      } catch (error) {
        if (stop.aborted) return;
        throw error;
      }
      const place = sit();
      try {
        await work(place);
      } finally {
        place.leave();
      }
    },
  };
}
