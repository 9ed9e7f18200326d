// ARCHIVE_URL of a bucket: what offices write, and what is refused.
import { expect, it } from 'vitest';
import { parseBucket } from '../../config/bucket.ts';
import { readSettings } from '../../config/settings.ts';

const KEY = { keyId: 'AKIA', secret: 'a/b+c=' };
const PLAIN = { region: 'us-east-1', name: 'kho-luu', prefix: '', ...KEY };

it.each([
  ['s3://AKIA:a%2Fb+c=@s3.example.vn/kho-luu', { ...PLAIN, endpoint: 'https://s3.example.vn' }],
  ['S3://AKIA:a%2Fb%2Bc%3D@S3.example.vn:443/kho-luu/', { ...PLAIN, endpoint: 'https://s3.example.vn' }],
  ['s3://AKIA:a%2Fb+c=@10.0.0.5:9000/kho-luu?tls=off', { ...PLAIN, endpoint: 'http://10.0.0.5:9000' }],
  ['s3://AKIA:a%2Fb+c=@minio:443/kho-luu?tls=off', { ...PLAIN, endpoint: 'http://minio:443' }],
  ['s3://AKIA:a%2Fb+c=@[::1]:3900/kho-luu?tls=off', { ...PLAIN, endpoint: 'http://[::1]:3900' }],
  [
    's3://AKIA:a%2Fb+c=@garage.example.vn:3900/kho-luu/mttq/2026?region=garage&tls=on',
    { ...PLAIN, endpoint: 'https://garage.example.vn:3900', region: 'garage', prefix: 'mttq/2026/' },
  ],
  [
    's3://AKIA:a%2Fb+c=@s3.ap-southeast-1.amazonaws.com/kho-luu',
    { ...PLAIN, endpoint: 'https://s3.ap-southeast-1.amazonaws.com', region: 'ap-southeast-1' },
  ],
])('%s', (url, place) => {
  expect(parseBucket(url)).toEqual(place);
});

it.each([
  's3://kho-luu/mttq',
  's3://AKIA@s3.example.vn/kho-luu',
  's3://AKIA:@s3.example.vn/kho-luu',
  's3://AKIA:x@s3.example.vn',
  's3://AKIA:x@s3.example.vn/',
  's3://AKIA:x@s3.example.vn/a',
  's3://AKIA:x@s3.example.vn/kho_luu%20',
  's3://AKIA:x@s3.example.vn/kho-luu//x',
  's3://AKIA:x@s3.example.vn/kho-luu/a%20b',
  's3://AKIA:x@s3.example.vn/kho-luu?tls=no',
  's3://AKIA:x@s3.example.vn/kho-luu?region=a&acl=public',
  's3://AKIA:x@s3.example.vn/kho-luu#x',
  's3://AKIA:x/y@s3.example.vn/kho-luu',
  's3://AKIA:%ZZ@s3.example.vn/kho-luu',
  's3://AKIA:x@s3.example.vn:0/kho-luu',
  's3://AKIA:x@s3.example.vn:99999/kho-luu',
  'https://AKIA:x@s3.example.vn/kho-luu',
])('refuses %s', (url) => {
  expect(parseBucket(url)).toBeNull();
});

it('leaves a folder of this machine for what is on its way', () => {
  const url = 's3://AKIA:a%2Fb+c=@s3.example.vn/kho-luu';
  expect(readSettings({ ARCHIVE_URL: url, DATA_DIR: '/data' }, '/')).toMatchObject({
    archiveDir: '/data/bucket',
    bucket: { ...PLAIN, endpoint: 'https://s3.example.vn' },
  });
});
