// Asks for the newest only: one question at a time, and of those that come meanwhile the last. What was asked before that
// is never shown after it.

export class Latest<Question, Answer> {
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #answered: (answer: Answer) => void;
  readonly #failed: (problem: string) => void;
  #next: { question: Question } | null = null;
  #isAsking = false;
  #isStopped = false;

  constructor(
    ask: (question: Question) => Promise<Answer>,
    answered: (answer: Answer) => void,
    failed: (problem: string) => void,
  ) {
    this.#ask = ask;
    this.#answered = answered;
    this.#failed = failed;
  }

  want(question: Question): void {
    this.#next = { question };
    if (!this.#isAsking) void this.#go();
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#isStopped = true;
    this.#next = null;
  }

  async #go(): Promise<void> {
    this.#isAsking = true;
    while (this.#next) {
      const { question } = this.#next;
      this.#next = null;
      try {
        const answer = await this.#ask(question);
        if (!this.#isStopped) this.#answered(answer);
      } catch (error) {
        if (!this.#isStopped) this.#failed(error instanceof Error ? error.message : String(error));
      }
    }
    this.#isAsking = false;
  }
}
