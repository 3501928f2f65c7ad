import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  /** Both as PEM. */
  readonly key: string;
  readonly cert: string;
  /** The file of the certificate: whoever knows it trusts it. */
  readonly file: string;
}

/** A certificate that nobody signed, valid for two days; `name` as in `DNS:localhost` or `IP:127.0.0.1`. */
export function makeCertificate(folder: string, name: string): Certificate {
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const words = ['-subj', '/CN=callplane', '-addext', `subjectAltName=${name}`, '-keyout', key, '-out', file];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...algorithm, ...words], { stdio: 'pipe' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
