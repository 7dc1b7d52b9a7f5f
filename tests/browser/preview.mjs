// The preview of a folder, as a program of its own.

import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const JISR = process.env.JISR || join(resolve(import.meta.dirname, '../..'), 'target/debug/jisr');

/** Starts the preview; it tells its address when it is ready. */
export function preview(root, { port = 0, lang = 'fr' } = {}) {
  const child = spawn(JISR, ['serve', '--root', root, '--port', String(port), '--lang', lang], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => child.on('exit', done));
  const end = () => child.kill('SIGTERM') && ended;
  return new Promise((ready, failed) => {
    let said = '';
    ended.then((status) => failed(new Error(`it ended with ${status}:\n${said}`)));
    child.stderr.on('data', (data) => {
      said += data;
      const address = said.match(/http:\/\/127\.0\.0\.1:(\d+)\//);
      if (address && said.includes('Ctrl-C')) ready({ origin: address[0], port: Number(address[1]), end });
    });
  });
}
