import type { AriAccess, AriHttpClient } from './http-client.js';
import { AriLibrary } from './library.js';
import type { PhoneSource } from './phones.js';

/** Device states through ari-client. */
export interface LibraryPhoneSource extends PhoneSource {
  /** Loads and connects the library, which holds the event loop up for some hundredths of a second; may fail. */
  prepare(): Promise<void>;
}

/** Device states through ari-client, which is connected by `prepare`, at the latest at the first use. */
export function libraryPhoneSource(
  http: AriHttpClient,
  access: AriAccess,
  application: string,
  deadlineMs: number,
): LibraryPhoneSource {
  let library: AriLibrary | null = null;
  const connected = async (): Promise<AriLibrary> =>
    (library ??= await AriLibrary.connect(http, access, deadlineMs));
  return {
    async prepare() {
      await connected();
    },
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
