/** Whoever asks while an answer is young (ms), or still on its way, gets the same one. */
export function remembered<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null;
  return () => {
    if (last && Date.now() - last.at < milliseconds) return last.answer;
    last = { at: Date.now(), answer: ask() };
    return last.answer;
  };
}
