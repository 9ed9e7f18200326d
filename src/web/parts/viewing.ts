// What every part of a page may ask for without being handed it: who looks, and from where.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { View } from '../view.ts';

export const Viewing = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(Viewing);
  if (!view) throw new Error('there is no page around this part');
  return view;
}
