// The whole corpus, theme by theme.
import type { Case } from './case.ts';
import { ANSWERING_ROBOTS } from './cases/answering-robots.ts';
import { BESIDE } from './cases/beside.ts';
import { CONTAINERS } from './cases/containers.ts';
import { COPIERS, LIKE_ROBOTS } from './cases/copiers.ts';
import { DEADLINES } from './cases/deadlines.ts';
import { DOCUMENTS } from './cases/documents.ts';
import { ENCODINGS } from './cases/encodings.ts';
import { HOSTILE } from './cases/hostile.ts';
import { ITEMS } from './cases/items.ts';
import { KINDS } from './cases/kinds.ts';
import { NAMES } from './cases/names.ts';
import { REPORTING_ROBOTS } from './cases/reporting-robots.ts';
import { SCANS } from './cases/scans.ts';
import { SENDING_ROBOTS } from './cases/sending-robots.ts';
import { SHAPES } from './cases/shapes.ts';
import { THREADS } from './cases/threads.ts';
import { TYPES } from './cases/types.ts';
import { UNITS } from './cases/units.ts';
import { WRAPPINGS } from './cases/wrappings.ts';

export const THEMES: Record<string, Case[]> = {
  shapes: SHAPES,
  kinds: KINDS,
  units: UNITS,
  threads: THREADS,
  deadlines: DEADLINES,
  documents: DOCUMENTS,
  items: ITEMS,
  types: TYPES,
  scans: SCANS,
  containers: CONTAINERS,
  wrappings: WRAPPINGS,
  hostile: HOSTILE,
  encodings: ENCODINGS,
  names: NAMES,
  beside: BESIDE,
  robots: [...ANSWERING_ROBOTS, ...REPORTING_ROBOTS, ...SENDING_ROBOTS],
  copiers: COPIERS,
  'like robots': LIKE_ROBOTS,
};
