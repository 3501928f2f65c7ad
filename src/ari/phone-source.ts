import type { AriAccess } from './http-client.js';
import { AriLibrary } from './library.js';
import type { PhoneSource } from './phones.js';

/** Device states through ari-client, which is connected at the first use. */
export function libraryPhoneSource(access: AriAccess, application: string, deadlineMs: number): PhoneSource {
  let library: AriLibrary | null = null;
  const connected = async (): Promise<AriLibrary> =>
    (library ??= await AriLibrary.connect(access, deadlineMs));
  return {
    async subscribe(phones) {
      const eventSource = phones.map((phone) => `deviceState:${phone}`);
      const ari = await connected();
      await ari.call('subscribe', (client) =>
        client.applications.subscribe({ applicationName: application, eventSource }),
      );
    },
    async unsubscribe(phone) {
      const ari = await connected();
      await ari.call('unsubscribe', (client) =>
        client.applications.unsubscribe({
          applicationName: application,
          eventSource: [`deviceState:${phone}`],
        }),
      );
    },
    async deviceState(phone) {
      const ari = await connected();
      const state = await ari.call('device state', (client) =>
        client.deviceStates.get({ deviceName: phone }),
      );
      return state.state;
    },
  };
}
