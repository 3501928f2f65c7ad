/** Something that a person must mend before numbers or recordings can be treated; the message says what would be right. */
export class RetentionFault extends Error {
  override readonly name = 'RetentionFault';
}
