/** Whoever asks while an answer is young (ms), or still on its way, gets the same one. A failure is not remembered. */
export function remembered<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null;
  return () => {
    if (last && Date.now() - last.at < milliseconds) return last.answer;
    const asked = { at: Date.now(), answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = null;
    });
    return asked.answer;
  };
}
