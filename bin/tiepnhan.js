#!/usr/bin/env node
// The command `tiepnhan`; the program itself is built into dist/ by `npm ci` (or `npm run build`).
await import('../dist/src/app/cli.js');
