// The image's health check: Callplane answers on its own address. Says what is wrong and ends with 1 when it does not.
const host = process.env.CALLPLANE_HTTP_HOST || '127.0.0.1';
const reachable =
  { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
const url = `http://${reachable}:${process.env.CALLPLANE_HTTP_PORT || '8080'}/health`;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  process.stdout.write(`${await answer.text()}\n`);
} catch (error) {
  process.stderr.write(`${url} does not answer: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
