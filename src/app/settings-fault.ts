/** Settings that cannot be used; every fault at once, one per line, and what would be right. */
export class SettingsFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(['These settings cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'SettingsFault';
  }
}
