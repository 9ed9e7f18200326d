// A crash after every effect of every step, with the queue in Postgres.
import { it } from 'vitest';
import { crashEverywhere } from '../support/crash-everywhere.ts';

it('leaves one dossier and one letter', () => crashEverywhere(null), 1_200_000);
