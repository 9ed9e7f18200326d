// What a thread answers. An error is copied on its way out and forgets its class, so a fault travels as a value.
import { Fault, type FaultCode } from '../core/fault.ts';

export type Answer<T> =
  | { value: T }
  | { fault: { code: FaultCode; transient: boolean; detail: string | undefined } };

/** In the thread: every other error is a bug and passes as it is. */
export async function answer<T>(work: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { code: error.code, transient: error.transient, detail: error.detail } };
  }
}

/** Outside. Errors: the Fault that the thread met. */
export function resultOf<T>(answered: Answer<T>): T {
  if ('value' in answered) return answered.value;
  const { code, transient, detail } = answered.fault;
  throw new Fault(code, { transient, detail });
}
