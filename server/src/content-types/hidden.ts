/** The engine's own tables: neither edited in the Content Manager nor changed in the Content-Type Builder. */
export const hidden = {
  'content-manager': { visible: false },
  'content-type-builder': { visible: false },
} as const;
