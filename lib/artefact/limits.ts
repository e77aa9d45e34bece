/** How much an artefact may hold. Everything beyond is refused before it is read. */
export interface ArtefactLimits {
  /** Bytes of the archive itself. */
  readonly archiveBytes: number;
  /** Entries of the archive, folders included. */
  readonly entries: number;
  /** Bytes of one file, unpacked. */
  readonly fileBytes: number;
  /** Bytes of all files together, unpacked. */
  readonly totalBytes: number;
  /** How deep objects and lists of a JSON file are nested. */
  readonly depth: number;
}

const MIB = 1024 * 1024;

/** Several times what a definition of thousands of routes takes. */
export const LIMITS: ArtefactLimits = {
  archiveBytes: 64 * MIB,
  entries: 1000,
  fileBytes: 64 * MIB,
  totalBytes: 256 * MIB,
  depth: 100,
};
