/** What a pause is asked for with. */
export interface PauseRequest {
  /** ISO 8601 UTC; left out: until somebody resumes. */
  until?: string;
  note: string;
}
