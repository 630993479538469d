import { useCallback } from 'react';

import type { PrimitiveType } from 'react-intl';

import { useTranslate, type MessageId } from './translate';

/** What is wrong with a field: one of our sentences, or the server's. */
export type FormError =
  { id: MessageId; values?: Record<string, PrimitiveType> } | { text: string };

/** By path as the server writes it, joined by dots: `schedules.0.expression`. */
export type FormErrors = Record<string, FormError>;

/** The errors below a path, with the path taken off; an error of the path itself stays under ''. */
export const errorsUnder = (errors: FormErrors, path: string): FormErrors =>
  Object.fromEntries(
    Object.entries(errors)
      .filter(([key]) => isUnder(key, path))
      .map(([key, error]) => [key.slice(path.length + 1), error])
  );

/** The first error at a path or below it. */
export const firstError = (errors: FormErrors, path: string): FormError | undefined =>
  Object.entries(errors).find(([key]) => isUnder(key, path))?.[1];

export const withoutErrors = (errors: FormErrors, path: string): FormErrors =>
  Object.fromEntries(Object.entries(errors).filter(([key]) => !isUnder(key, path)));

/** The field errors of a 400, by path; empty for any other failure. */
export const serverFieldErrors = (error: unknown): FormErrors => {
  const found: FormErrors = {};
  for (const { path, message } of fieldErrorList(error))
    found[path.join('.')] ??= { text: message };
  return found;
};

export type ErrorText = (error: FormError | undefined) => string | undefined;

/** A form error as words. */
export const useErrorMessage = (): ErrorText => {
  const t = useTranslate();
  return useCallback(
    (error) => {
      if (error === undefined) return undefined;
      return 'text' in error ? error.text : t(error.id, error.values);
    },
    [t]
  );
};

const isUnder = (key: string, path: string): boolean => key === path || key.startsWith(`${path}.`);

interface WireFieldError {
  path: (string | number)[];
  message: string;
}

const fieldErrorList = (error: unknown): WireFieldError[] => {
  const errors = propertyOf(propertyOf(error, 'details'), 'errors');
  return Array.isArray(errors) ? errors.filter(isWireFieldError) : [];
};

const isWireFieldError = (value: unknown): value is WireFieldError =>
  Array.isArray(propertyOf(value, 'path')) && typeof propertyOf(value, 'message') === 'string';

/** A property of something whose shape is not known; undefined where there is none. */
export const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
