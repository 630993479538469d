import { SECRET_NAME } from '../../domain/mask';

const MASK = '***';

const isSensitive = (name: string): boolean => SECRET_NAME.test(name);

/** Headers as they may be shown. */
export const maskHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSensitive(name) ? MASK : value])
  );

/** A URL as it may be shown, in logs and previews. */
export const maskUrl = (text: string): string => {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  for (const name of new Set(url.searchParams.keys()))
    if (isSensitive(name)) url.searchParams.set(name, MASK);
  return url.href;
};

/** A JSON body as it may be shown. */
export const maskBody = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(maskBody);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, isSensitive(name) ? MASK : maskBody(value)])
  );
};
