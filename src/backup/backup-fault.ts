/** A backup cannot be made or restored; the message says what was found and what to do. Nothing was changed. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}
