// What strikes the world of a chaos run, and how often.
import { kill } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { TestLine } from '../support/line.ts';
import type { Crew } from './crew.ts';
import type { Blow } from './havoc.ts';
import type { World } from './world.ts';

export function blowsOn(world: World, crew: Crew, random: () => number): Blow[] {
  const { dovecot, imapLine, smtpLine } = world;
  const forAWhile = async (line: TestLine) => {
    line.refuse(true);
    line.cut();
    await setTimeout(500 + random() * 1500);
    line.refuse(false);
  };
  return [
    { name: 'worker killed', weight: 6, strike: async () => crew.kill(random) },
    { name: 'worker frozen', weight: 2, strike: () => crew.freeze(random, 500 + random() * 2500) },
    { name: 'IMAP lines cut', weight: 2, strike: async () => imapLine.cut() },
    { name: 'SMTP lines cut', weight: 3, strike: async () => smtpLine.cut() },
    { name: 'IMAP refused', weight: 1, strike: () => forAWhile(imapLine) },
    { name: 'SMTP refused', weight: 1, strike: () => forAWhile(smtpLine) },
    { name: 'Dovecot restarted', weight: 1, strike: () => dovecot.restart() },
    { name: 'Redis restarted, empty', weight: 1, strike: () => world.restartRedis() },
    { name: 'Postgres restarted', weight: 1, strike: () => world.restartPostgres() },
    ...(world.bucket ? blowsOnBucket(world.bucket, random, forAWhile) : []),
  ];
}

function blowsOnBucket(
  { server, line }: NonNullable<World['bucket']>,
  random: () => number,
  forAWhile: (line: TestLine) => Promise<void>,
): Blow[] {
  const freeze = async () => {
    kill(server.pid(), 'SIGSTOP');
    await setTimeout(500 + random() * 2500);
    kill(server.pid(), 'SIGCONT');
  };
  return [
    { name: 'bucket lines cut', weight: 3, strike: async () => line.cut() },
    { name: 'bucket refused', weight: 1, strike: () => forAWhile(line) },
    { name: 'bucket frozen', weight: 1, strike: freeze },
    { name: 'bucket restarted', weight: 1, strike: () => server.restart() },
  ];
}
