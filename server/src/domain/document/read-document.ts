import { MAX_DOCUMENT_BYTES } from '../../contract/job-document';
import type { DocumentFormat } from '../../contract/job-document';
import { sound, unsound } from '../checked';
import type { Checked } from '../checked';
import { findJsonFault } from '../json-fault';
import { MAX_DEPTH, TOO_LONG, Unreadable } from './limits';
import { readJson } from './read-json';
import { readYaml } from './read-yaml';

/** What lists hold counts too; a document of so many bytes has fewer. */
const MAX_VALUES = MAX_DOCUMENT_BYTES;

/**
 * Reads a document from outside into plain data. Any text is safe: what is too large, too deep, ambiguous, or made to
 * grow or to reach a prototype is refused, all of it.
 */
export const readDocument = (content: string, format: DocumentFormat): Checked<unknown> => {
  if (Buffer.byteLength(content) > MAX_DOCUMENT_BYTES) return inContent(TOO_LONG);
  try {
    const text = content.replace(/^\uFEFF/, '');
    const value = format === 'json' ? readJson(text) : readYaml(text);
    const fault = findJsonFault(value, { maxDepth: MAX_DEPTH, maxValues: MAX_VALUES });
    return fault === undefined ? sound(value) : unsound(fault);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return inContent(error.message);
  }
};

const inContent = (message: string): Checked<never> => unsound({ path: ['content'], message });
