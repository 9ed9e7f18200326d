// A piece of a step's work as log, measurements and traces call it.

/** The step, and whom it concerns. A message has one number everywhere, the log's. */
export interface Work {
  step: string;
  message?: number;
  letter?: number;
  mailbox?: string;
}
