// The page, and what monitoring asks, as a process of its own.
import { startWorker } from '../src/app/start.ts';

await startWorker('web');
