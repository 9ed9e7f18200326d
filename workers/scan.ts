// The scan step as a process of its own.
import { startWorker } from '../src/app/start.ts';

await startWorker('scan');
