// A crash after every effect of every step, with the queue in Redis.
import { it } from 'vitest';
import { crashEverywhere } from '../support/crash-everywhere.ts';
import { startRedis } from '../support/redis.ts';

it('leaves one dossier and one letter', async () => {
  const redis = await startRedis();
  await crashEverywhere(redis.url).finally(() => redis.stop());
}, 1_200_000);
