/** The command line or the config file is wrong: told without a stack, and the process ends with 2. */
export class UsageError extends Error {
  /** @param message what is wrong and what to do, whole sentences */
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
