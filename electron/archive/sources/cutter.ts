/** Cuts the bytes of a source into records, whatever the pieces they come in. Records go to a line sink. */
export interface Cutter {
  /** The bytes may be written over: line breaks inside a record become spaces. */
  push(bytes: Uint8Array): void;
  /** The source has ended. */
  finish(): void;
}

/** What is said of a record that the end of its file cuts. */
export const CUT = 'The file ends inside this record: it was cut, or is still being written.';
