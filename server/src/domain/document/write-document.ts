import { stringify } from 'yaml';

import type { DocumentFormat } from '../../contract/job-document';

/** The document as text for people and for version control, without anchors: `readDocument` takes it again. */
export const writeDocument = (document: object, format: DocumentFormat): string =>
  format === 'json'
    ? `${JSON.stringify(document, null, 2)}\n`
    : stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
