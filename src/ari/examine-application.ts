import { failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { isSuccess } from './failure.js';
import type { AriHttpClient } from './http-client.js';

/** `ours`: the running Callplane; `replaced`: it says that another process took the application; `nobody`: none runs. */
export type WhoHasIt = 'ours' | 'replaced' | 'nobody';

/** Whether another process uses our application. Asterisk says who is known to it, not who is connected. */
export async function examineApplication(
  http: AriHttpClient,
  timeoutMs: number,
  { application, whoHasIt }: { readonly application: string; readonly whoHasIt: () => Promise<WhoHasIt> },
): Promise<readonly Finding[]> {
  const who = await whoHasIt();
  const path = `/applications/${encodeURIComponent(application)}`;
  const isKnown = isSuccess(await http.ask({ name: 'check', method: 'GET', path, timeoutMs }));
  if (who === 'replaced') {
    return failed(
      `another process has taken the application "${application}" from the running Callplane`,
      'stop the other one (ss -tnp shows who is connected to ARI), or give it an application of its own (CALLPLANE_ARI_APPLICATION), then restart Callplane',
    );
  }
  if (who === 'ours') return passed(`the running Callplane has the application "${application}"`);
  if (!isKnown) return passed(`nobody uses the application "${application}"`);
  return warned(
    `Asterisk knows the application "${application}", but no Callplane runs with these settings: another process uses it, or used it since Asterisk was started`,
    'see who is connected to ARI (ss -tnp); starting a second Callplane takes the calls away from the first',
  );
}
